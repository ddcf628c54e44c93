/**
 * Every call that takes a place, a window or an index answers for any of them, in a file of any size,
 * in every state and wherever a replay is stopped: what is not there is not in the answer.
 */

import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { MIB } from '../../engine/format/layout.ts'
import type { Inspection } from '../../engine/inspect/inspection.ts'
import { damagedImages } from '../../testing/damaged-images.ts'
import { quietRun, type SessionCalls, sessionCalls } from '../../testing/worker-calls.ts'
import { MAX_PAGE_BYTES, type Reading } from '../protocol/file.ts'

const BUDGET = 8_000
// For machines that are busy with other things.
vi.setConfig({ testTimeout: 10 * BUDGET })

const images = await damagedImages()
const run = quietRun()

interface Asked {
  readonly calls: SessionCalls
  readonly reading: Reading
  readonly place: number
  readonly length: number
  /** Of an entry of the log, mostly. */
  readonly position: number
}

const windowOf = ({ place, length }: Asked) => ({ start: place, count: length })
const rangeOf = ({ place, length }: Asked) => ({ offset: place, length })
const cellsOf = ({ place, length }: Asked) => {
  const from = Math.floor(place / MIB)
  return { from, to: from + length, perCell: 1 + (place % 3) }
}

/** Fails for any other reason. */
const only =
  (message: string) =>
  (error: unknown): void =>
    expect(String(error)).toContain(message)

const CALLS: Readonly<Record<string, (asked: Asked) => Promise<unknown>>> = {
  'file.read': async ({ calls, reading, ...of }) => {
    const page = await calls.file.read({ ...reading, ...rangeOf({ calls, reading, ...of }) }, run)
    expect(page.length).toBeLessThanOrEqual(Math.min(of.length, MAX_PAGE_BYTES))
  },
  'file.locate': async ({ calls, reading, place }) => {
    const { path } = await calls.file.locate({ ...reading, offset: place }, run)
    expect(path.length).toBeGreaterThan(0)
  },
  'log.replay': ({ calls, reading: { upTo = 0 } }) =>
    calls.log.replay({ upTo }, run).catch(only('no log that can be replayed')),
  'disk.read': ({ calls, reading: { state }, ...of }) =>
    calls.disk.read({ state, offset: of.place, length: of.length }, run),
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

function landmarks({ before, after, log, size, replay }: Inspection): readonly number[] {
  const ranges = [log?.region, before.bat, after?.bat, before.metadata?.region].flatMap((at) =>
    at ? [at.offset, at.offset + at.length] : [],
  )
  const disk = before.geometry?.virtualDiskSize ?? 0
  const ends = [size, replay?.sizeAfter ?? size, disk, 2 ** 40, Number.MAX_SAFE_INTEGER]
  return [0, ...ranges, ...ends].flatMap((at) => [at, Math.floor(at / 8)])
}

const asks = fc.array(
  fc.record({
    call: fc.constantFrom(...Object.keys(CALLS)),
    reading: fc.oneof(
      fc.constantFrom<Reading>({ state: 'before' }, { state: 'after' }),
      fc.nat({ max: 4 }).map((upTo): Reading => ({ state: 'after', upTo })),
    ),
    landmark: fc.nat(),
    by: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.nat({ max: 2 * MIB })),
    length: fc.oneof(
      fc.constantFrom(0, 1, 3, 511, 4097, 65_537, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER),
      fc.nat({ max: 2 * MIB }),
    ),
    inEntry: fc.boolean(),
  }),
  { minLength: 50, maxLength: 50 },
)

test('any place of any file is answered for', async () => {
  await fc.assert(
    fc.asyncProperty(images, asks, async (make, list) => {
      const file = await make()
      const calls = sessionCalls()
      const bytes = file.take(0, file.size) as Uint8Array<ArrayBuffer>
      const inspection = await calls.file.open({ input: new Blob([bytes]) }, run)
      const marks = landmarks(inspection)
      for (const { call, reading, landmark, by, length, inEntry } of list) {
        const at = (marks[landmark % marks.length] ?? 0) + by
        const place = Math.min(Math.max(0, at), Number.MAX_SAFE_INTEGER)
        const first = inspection.log?.active?.positions[0]
        const position = inEntry && first !== undefined ? first : place
        await CALLS[call]?.({ calls, reading, place, length, position })
      }
    }),
    { numRuns: 100_000, interruptAfterTimeLimit: BUDGET, endOnFailure: true },
  )
})
