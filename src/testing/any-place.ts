/** The calls of the page that take a place, a window or an index, made about any of them. */
import { expect } from 'vitest'
import { MIB } from '../engine/format/layout.ts'
import { MAX_PAGE_BYTES, type Reading } from '../worker/protocol/file.ts'
import { quietRun, type SessionCalls } from './worker-calls.ts'

const run = quietRun()

export interface AskedPlace {
  readonly calls: SessionCalls
  readonly reading: Reading
  readonly place: number
  readonly length: number
  /** Of an entry of the log, mostly. */
  readonly position: number
}

const windowOf = ({ place, length }: AskedPlace) => ({ start: place, count: length })
const rangeOf = ({ place, length }: AskedPlace) => ({ offset: place, length })
const cellsOf = ({ place, length }: AskedPlace) => {
  const from = Math.floor(place / MIB)
  return { from, to: from + length, perCell: 1 + (place % 3) }
}

/** Fails for any other reason. */
const only =
  (message: string) =>
  (error: unknown): void =>
    expect(String(error)).toContain(message)

export const PLACE_CALLS: Readonly<Record<string, (asked: AskedPlace) => Promise<unknown>>> = {
  'file.read': async ({ calls, reading, ...of }) => {
    const page = await calls.file.read({ ...reading, ...rangeOf({ calls, reading, ...of }) }, run)
    expect(page.length).toBeLessThanOrEqual(Math.min(of.length, MAX_PAGE_BYTES))
  },
  'file.page': async ({ calls, reading, ...of }) => {
    const asked = { ...reading, ...rangeOf({ calls, reading, ...of }) }
    const { bytes } = await calls.file.page(asked, run)
    expect(bytes.length).toBeLessThanOrEqual(Math.min(of.length, MAX_PAGE_BYTES))
  },
  'space.locate': async ({ calls, reading, place }) => {
    const { path } = await calls.space.locate({ ...reading, offset: place }, run)
    expect(path.length).toBeGreaterThan(0)
  },
  'log.replay': ({ calls, reading: { upTo = 0 } }) =>
    calls.log.replay({ upTo }, run).catch(only('no log that can be replayed')),
  'disk.read': ({ calls, reading: { state }, ...of }) =>
    calls.disk.read({ state, offset: of.place, length: of.length }, run),
  'disk.page': ({ calls, reading: { state }, ...of }) =>
    calls.disk.page({ state, offset: of.place, length: of.length }, run),
  'disk.map': ({ calls, reading: { state }, ...of }) =>
    calls.disk.map({ state, offset: of.place, length: of.length }, run),
  'blocks.bitmap': ({ calls, reading: { state }, place }) =>
    calls.blocks.bitmap({ state, block: Math.floor(place / MIB) }, run),
  'log.entry': ({ calls, position }) => calls.log.entry({ position }, run),
  'log.descriptors': ({ calls, position, place, length }) =>
    calls.log.descriptors({ position, start: place % 5, count: length }, run),
  'log.entryDiff': ({ calls, reading: { state }, position, place }) =>
    calls.log.entryDiff({ position, state, start: place % 5, count: 9 }, run),
  'log.withEntry': (asked) =>
    asked.calls.log
      .withEntry({ position: asked.position, state: asked.reading.state, ...rangeOf(asked) }, run)
      .catch(only('No log entry begins there.')),
  'blocks.rows': (asked) =>
    asked.calls.blocks.rows({ state: asked.reading.state, ...windowOf(asked) }, run),
  'blocks.map': (asked) => asked.calls.blocks.map(cellsOf(asked), run),
  'space.map': (asked) => asked.calls.space.map(cellsOf(asked), run),
  'space.extents': (asked) =>
    asked.calls.space.extents({ state: asked.reading.state, ...windowOf(asked) }, run),
  'space.place': ({ calls, reading: { state }, place, length }) =>
    calls.space.place({ state, from: place, to: place + length }, run),
  'space.shares': (asked) =>
    asked.calls.space.shares(
      {
        ...cellsOf(asked),
        state: asked.reading.state,
        look: false,
        of: asked.place % 2 === 0 ? 'file' : 'disk',
      },
      run,
    ),
  'log.entries': (asked) => asked.calls.log.entries(windowOf(asked), run),
  'history.sessions': (asked) => asked.calls.history.sessions(windowOf(asked), run),
  'history.sessionEntries': (asked) =>
    asked.calls.history.sessionEntries({ session: asked.place % 7, ...windowOf(asked) }, run),
  'history.places': (asked) =>
    asked.calls.history.places({ session: asked.place % 7, ...windowOf(asked) }, run),
  'history.steps': (asked) =>
    asked.calls.history.steps(
      { ...rangeOf(asked), start: 0, count: 3, batEntry: asked.place },
      run,
    ),
  'history.orphans': (asked) => asked.calls.history.orphans(windowOf(asked), run),
  'history.trace': (asked) => asked.calls.history.trace(windowOf(asked), run),
  'history.tails': (asked) => asked.calls.history.tails(windowOf(asked), run),
  'history.findStep': ({ calls, place }) => calls.history.findStep({ slot: place }, run),
}
