import { expect, test } from 'vitest'
import type { ByteSource } from '../bytes/byte-source.ts'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { GIB, MIB, TIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { type BatQuery, BatRows, MAX_SORTED_ROWS } from './bat-rows.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }

const DISK: ImageDescription = {
  virtualDiskSize: 8 * GIB,
  blocks: [
    { block: 3, fileOffsetMB: 9 },
    { block: 7, fileOffsetMB: 5 },
    { block: 4096, fileOffsetMB: 7 },
  ],
  bat: { 5: { state: 'zero' } },
  log: {
    entries: [
      {
        updates: [
          { kind: 'bat', changes: { 3: { state: 'fully-present', fileOffsetMB: 10 } } },
          { kind: 'bat', changes: { 8000: { state: 'unmapped' }, 5: { state: 'unmapped' } } },
        ],
      },
    ],
  },
}

async function queryOf(description: ImageDescription) {
  const rows = new BatRows(await inspect(buildImage(description), IDS))
  return async (query: Partial<BatQuery>) => {
    const page = await rows.page({ state: 'before', start: 0, count: 100, ...query })
    return { ...page, indices: page.rows.map(({ entry }) => entry.index) }
  }
}

test('gives windows of the whole table from either end', async () => {
  const query = await queryOf(DISK)
  // 8192 payload entries and one sector bitmap entry behind each 4096 but the last.
  expect(await query({ count: 3 })).toMatchObject({ total: 8193, indices: [0, 1, 2] })
  expect((await query({ start: 4096, count: 2 })).rows.map(({ entry }) => entry)).toMatchObject([
    { kind: 'sector-bitmap', chunk: 0 },
    { kind: 'payload', block: 4096, fileOffsetMB: 7 },
  ])
  expect((await query({ count: 2, descending: true })).indices).toEqual([8192, 8191])
  expect((await query({ start: 8190, count: 10, descending: true })).indices).toEqual([2, 1, 0])
  expect((await query({ start: 9000, count: 10 })).indices).toEqual([])
})

test('filters by state of either kind of entry', async () => {
  const query = await queryOf(DISK)
  const present = { states: ['payload:fully-present', 'payload:zero'] }
  expect(await query(present)).toMatchObject({ total: 4, indices: [3, 5, 7, 4097] })
  expect((await query({ ...present, start: 1, count: 2 })).indices).toEqual([5, 7])
  expect((await query({ ...present, start: 1, count: 2, descending: true })).indices).toEqual([
    7, 5,
  ])
  expect((await query({ states: ['sector-bitmap:not-present'] })).indices).toEqual([4096])
  expect((await query({ states: [] })).total).toBe(0)
})

test('sorts by file offset, equal ones by index', async () => {
  const query = await queryOf(DISK)
  const sorted = { states: ['payload:fully-present', 'payload:zero'], sort: 'file-offset' } as const
  expect((await query(sorted)).indices).toEqual([5, 7, 4097, 3])
  expect((await query({ ...sorted, descending: true, count: 3 })).indices).toEqual([3, 4097, 7])
  const all = await query({ sort: 'file-offset', start: 8189 })
  expect(all).toMatchObject({ total: 8193, indices: [8192, 7, 4097, 3] })
})

test('shows the same entry in the other state where the replay changes it', async () => {
  const query = await queryOf(DISK)
  const { rows, total } = await query({ changedOnly: true })
  expect(total).toBe(3)
  expect(rows).toMatchObject([
    { entry: { index: 3, fileOffsetMB: 9 }, other: { fileOffsetMB: 10 } },
    { entry: { index: 5, state: 'zero' }, other: { state: 'unmapped' } },
    { entry: { index: 8000, state: 'not-present' }, other: { state: 'unmapped' } },
  ])
  const after = await query({ state: 'after', changedOnly: true, states: ['payload:unmapped'] })
  expect(after.indices).toEqual([5, 8000])
  expect(after.rows[0]).toMatchObject({ entry: { state: 'unmapped' }, other: { state: 'zero' } })
  expect((await query({ start: 7, count: 1 })).rows[0]?.other).toBeUndefined()
})

test('in a clean file nothing changes', async () => {
  const query = await queryOf({ ...DISK, log: {} })
  expect((await query({ changedOnly: true })).total).toBe(0)
  expect((await query({ state: 'after', count: 1 })).total).toBe(8193)
})

test('without a BAT there are no rows', async () => {
  const query = await queryOf({ ...DISK, metadata: { items: [] }, log: {} })
  expect(await query({})).toMatchObject({ rows: [], total: 0 })
})

test('reads a large table once, and then only what it shows', async () => {
  const image = buildImage({
    virtualDiskSize: 8 * TIB,
    bat: { 6000000: { state: 'zero' }, 1: { state: 'zero' } },
  })
  let bytes = 0
  const source: ByteSource = {
    size: image.size,
    read: (offset, length) => {
      bytes += length
      return image.read(offset, length)
    },
  }
  const rows = new BatRows(await inspect(source, IDS))
  const window = { state: 'before', start: 1, count: 1 } as const
  bytes = 0
  const zero = { ...window, states: ['payload:zero'] }
  expect(await rows.page(zero)).toMatchObject({ total: 2, rows: [{ entry: { index: 6_000_000 } }] })
  expect(bytes).toBeGreaterThan(64 * MIB)
  bytes = 0
  await rows.page({ ...zero, start: 0 })
  expect(bytes).toBeLessThan(5 * MIB)

  // Too many to be sorted: in order of index, without reading the table.
  bytes = 0
  const unsorted = await rows.page({ ...window, sort: 'file-offset' })
  expect(unsorted.total).toBeGreaterThan(MAX_SORTED_ROWS)
  expect(unsorted.rows[0]?.entry.index).toBe(1)
  expect(bytes).toBe(8)
})

test('what was aborted is not what the next query gets', async () => {
  const rows = new BatRows(await inspect(buildImage(DISK), IDS))
  const query = { state: 'before', start: 0, count: 1, states: ['payload:zero'] } as const
  await expect(rows.page(query, { signal: AbortSignal.abort() })).rejects.toThrow()
  expect((await rows.page(query)).total).toBe(1)
})
