import { beforeEach, expect, test } from 'vitest'
import { shareBit } from '../../engine/account/share-words.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import { MIB } from '../../engine/format/layout.ts'
import { type SessionCalls, sessionCalls, watchedRun } from '../../testing/worker-calls.ts'
import type { Progress } from '../protocol/protocol.ts'
import type { CallRun } from '../rpc.ts'

let session: SessionCalls
let progress: Progress[]
let run: CallRun

beforeEach(async () => {
  session = sessionCalls()
  ;({ run, progress } = watchedRun())
  await session.file.open({ input: new Blob([IMAGE.toBytes() as Uint8Array<ArrayBuffer>]) }, run)
})

const IMAGE = buildImage({
  virtualDiskSize: 16 * MIB,
  fileSize: 12 * MIB,
  blocks: [{ block: 0, fill: 0xa1 }, { block: 1 }, { block: 5, fill: 0xa1, fileOffsetMB: 8 }],
  log: {
    entries: [
      { updates: [{ kind: 'bat', changes: { 6: { state: 'fully-present', fileOffsetMB: 10 } } }] },
    ],
  },
})

test('tells where the space goes in either state, and looks at the data only when asked to', async () => {
  const before = await session.space.account({ state: 'before', look: false }, run)
  expect(before).toMatchObject({ size: 12 * MIB, isLookedAt: false })
  expect(before?.bytes).toMatchObject({ unknown: 3 * MIB, zeros: 0, unowned: 5 * MIB })
  const after = await session.space.account({ state: 'after', look: false }, run)
  expect(after?.bytes).toMatchObject({ unknown: 4 * MIB, zeros: 0, unowned: 4 * MIB })

  const looked = await session.space.account({ state: 'before', look: true }, run)
  expect(looked?.bytes).toMatchObject({ unknown: 2 * MIB, zeros: MIB, 'unowned-zeros': 5 * MIB })
  const total = (16 + 5) * MIB
  expect(progress.at(-1)).toEqual({ done: total, total })
  // It is remembered, for that state.
  const reports = progress.length
  expect(await session.space.account({ state: 'before', look: false }, run)).toEqual(looked)
  expect(progress).toHaveLength(reports)
  expect(await session.space.account({ state: 'after', look: false }, run)).toEqual(after)
})

test('a look that is given up leaves what was known', async () => {
  const known = await session.space.account({ state: 'before', look: false }, run)
  const stopped = { ...run, signal: AbortSignal.abort() }
  await expect(session.space.account({ state: 'before', look: true }, stopped)).rejects.toThrow()
  expect(await session.space.account({ state: 'before', look: false }, run)).toEqual(known)
})

test('finds the cells and the entries of a share', async () => {
  const cells = async (of: 'file' | 'disk', look: boolean) => {
    const query = { state: 'before', from: 0, to: 100, perCell: 1, look, of } as const
    return [...((await session.space.shares(query, run))?.cells ?? [])]
  }
  const [unknown, zeros, unowned] = [shareBit('unknown'), shareBit('zeros'), shareBit('unowned')]
  expect((await cells('disk', false)).slice(0, 7)).toEqual([unknown, unknown, 0, 0, 0, unknown, 0])
  expect((await cells('file', false)).slice(4, 8)).toEqual([unknown, unknown, unowned, unowned])

  const rows = async (look: boolean) => {
    const shares = { any: ['zeros'], look } as const
    const query = { state: 'before', start: 0, count: 9, shares } as const
    const { rows, total } = await session.blocks.rows(query, run)
    const text = await session.blocks.export({ state: 'before', format: 'json', shares }, run)
    expect(JSON.parse(await text.text())).toHaveLength(total)
    return rows.map(({ entry }) => entry.index)
  }
  expect(await rows(false)).toEqual([])
  expect(await rows(true)).toEqual([1])
  expect((await cells('disk', true)).slice(0, 7)).toEqual([unknown, zeros, 0, 0, 0, unknown, 0])
  expect(await rows(false)).toEqual([1])
})

test('there is no account without a table', async () => {
  await session.file.open({ input: new Blob([new Uint8Array(MIB)]) }, run)
  expect(await session.space.account({ state: 'before', look: true }, run)).toBeUndefined()
  const query = { state: 'after', from: 0, to: 9, perCell: 1, look: false, of: 'disk' } as const
  expect(await session.space.shares(query, run)).toBeUndefined()
})
