import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { MIB } from '../../engine/format/layout.ts'
import type { Match } from '../../engine/search/find-bytes.ts'
import { quietRun, sessionCalls } from '../../testing/worker-calls.ts'
import type { SearchWish } from '../protocol/search.ts'

const MARK = 'a mark in a block'

/** A mark in the block that the table names, and one in a block that only the log names. */
const IMAGE: ImageDescription = {
  virtualDiskSize: 64 * MIB,
  blocks: [{ block: 40, fileOffsetMB: 5 }],
  fileSize: 7 * MIB,
  patches: [
    { at: 5 * MIB + 10, bytes: Buffer.from(MARK) },
    { at: 6 * MIB + 20, bytes: Buffer.from(MARK, 'utf16le') },
  ],
  log: {
    entries: [
      { updates: [{ kind: 'bat', changes: { 3: { state: 'fully-present', fileOffsetMB: 6 } } }] },
    ],
  },
}

async function opened() {
  const image = buildImage(IMAGE)
  const bytes = image.take(0, image.size)
  const session = sessionCalls()
  await session.file.open({ input: new Blob([bytes as Uint8Array<ArrayBuffer>]) }, quietRun())
  return {
    session,
    find: async (wish: Partial<SearchWish>) => {
      const found: Match[] = []
      const run = { ...quietRun(), add: (more: unknown) => found.push(...(more as Match[])) }
      const all = {
        kind: 'text',
        text: MARK,
        within: 'disk',
        scope: 'all',
        state: 'after',
      } as const
      const result = await session.search.find({ ...all, ...wish }, run)
      return { offsets: found.map(({ offset }) => offset), result }
    },
  }
}

describe('a search of the disk', () => {
  test('finds what each state has, in both encodings', async () => {
    const { find } = await opened()
    expect((await find({ state: 'before' })).offsets).toEqual([40 * MIB + 10])
    const after = await find({ state: 'after' })
    expect(after.offsets).toEqual([3 * MIB + 20, 40 * MIB + 10])
    // Of 64 MiB two blocks of a MiB are stored.
    expect(after.result).toMatchObject({ count: 2, isCut: false, unreadableBytes: 0 })
  })

  test('finds only what the replay changes, if that is asked for', async () => {
    const { find } = await opened()
    expect((await find({ scope: 'changes' })).offsets).toEqual([3 * MIB + 20])
    expect((await find({ scope: 'changes', state: 'before' })).offsets).toEqual([])
  })
})

describe('a search of the file', () => {
  test('goes through its structures, or through all of it', async () => {
    const { find, session } = await opened()
    const entry = { within: 'file', kind: 'structure', text: 'entry', state: 'before' } as const
    expect((await find({ ...entry, scope: 'structures' })).offsets).toEqual([MIB])
    expect((await find({ within: 'file', state: 'before' })).offsets).toEqual([
      5 * MIB + 10,
      6 * MIB + 20,
    ])
    expect(
      await session.search.sizes({ within: 'file', state: 'before' }, quietRun()),
    ).toMatchObject({ all: 7 * MIB })
  })

  test('says which bytes the replay writes', async () => {
    const { find, session } = await opened()
    const sizes = await session.search.sizes({ within: 'file', state: 'after' }, quietRun())
    expect(sizes.changes).toBeLessThan(MIB)
    const headers = await find({
      within: 'file',
      scope: 'changes',
      kind: 'structure',
      text: 'header',
    })
    expect(headers.offsets).toEqual([64 * 1024, 128 * 1024])
  })
})

test('a pattern that cannot be read is refused with a sentence', async () => {
  const { find } = await opened()
  expect((await find({ kind: 'hex', text: '0' })).result).toEqual({
    ok: false,
    reason: 'A byte has two digits, but one digit is left over.',
  })
})
