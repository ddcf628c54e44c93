/** The calls of the page about the files of a guest, made about any image: nothing but what is not read is refused. */
import { MIB } from '../engine/format/layout.ts'
import { CallError } from '../worker/client.ts'
import { fakeFolder } from './fake-folder.ts'
import { quietRun, type SessionCalls } from './worker-calls.ts'

const run = quietRun()

export interface AskedGuest {
  readonly calls: SessionCalls
}

const BOTH = ['before', 'after'] as const

const listAll = ({ calls }: AskedGuest, volume: number) =>
  calls.files.list({ states: BOTH, volume, path: '/', start: 0, count: 100 }, run)

/** About the volumes there are, and one that there is none of; files that are not read are refused. */
async function aboutGuest(
  asked: AskedGuest,
  call: (asked: AskedGuest, volume: number) => Promise<unknown>,
): Promise<void> {
  const found = await asked.calls.files.volumes({ state: 'after' }, run)
  const places = found?.volumes.map(({ place }) => place) ?? []
  for (const place of [...places, 12_345]) {
    await call(asked, place).catch((error: unknown) => {
      const code = error instanceof CallError && error.info.code
      if (code !== 'unreadable') throw error
    })
  }
}

export const GUEST_CALLS: Readonly<Record<string, (asked: AskedGuest) => Promise<unknown>>> = {
  'files.volumes': async ({ calls }) => {
    await calls.files.volumes({ state: 'before' }, run)
    await calls.files.volumes({ state: 'after' }, run)
  },
  'files.list': (asked) => aboutGuest(asked, listAll),
  'files.stat': (asked) =>
    aboutGuest(asked, ({ calls }, volume) =>
      calls.files.stat({ states: BOTH, volume, path: '/', name: 'a' }, run),
    ),
  'files.extents': (asked) =>
    aboutGuest(asked, ({ calls }, volume) =>
      calls.files.extents({ state: 'after', volume, node: 2, from: 0 }, run),
    ),
  'files.read': (asked) =>
    aboutGuest(asked, ({ calls }, volume) =>
      calls.files.read({ state: 'after', volume, node: 2, offset: 0, length: MIB }, run),
    ),
  'files.blob': (asked) =>
    aboutGuest(asked, ({ calls }, volume) =>
      calls.files.blob({ state: 'after', volume, node: 2 }, run),
    ),
  'files.find': (asked) =>
    aboutGuest(asked, ({ calls }, volume) =>
      calls.files.find({ state: 'after', volume, text: 'a' }, run),
    ),
  'files.tar': (asked) =>
    aboutGuest(asked, ({ calls }, volume) =>
      calls.files.tar({ state: 'after', volume, paths: ['/'] }, run),
    ),
  'files.save': (asked) =>
    aboutGuest(asked, ({ calls }, volume) =>
      calls.files.save({ state: 'after', volume, paths: ['/'], target: fakeFolder() }, run),
    ),
}
