import { expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { GIB, MIB, TIB } from '../format/layout.ts'
import { SPACE_CHANGED_BIT, SPACE_KINDS, spaceBit } from '../format/space-kind.ts'
import { inspect } from '../inspect/inspect.ts'
import { chartFile } from './chart-file.ts'
import { type FileExtentQuery, FileExtents } from './file-extents.ts'
import { fileMap } from './file-map.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }
const chartOf = async (image: ImageDescription) => chartFile(await inspect(buildImage(image), IDS))

/** Log, metadata and BAT lie at 1, 2 and 3 MiB. */
const DIRTY: ImageDescription = {
  virtualDiskSize: GIB,
  fileSize: 24 * MIB,
  blocks: [
    { block: 0, fileOffsetMB: 4 },
    { block: 1, fileOffsetMB: 5 },
    { block: 9, fileOffsetMB: 6 },
  ],
  bat: {
    20: { state: 'fully-present', fileOffsetMB: 5 },
    21: { state: 'unmapped', fileOffsetMB: 12 },
    22: { state: 'fully-present', fileOffsetMB: 26 },
  },
  log: {
    entries: [
      {
        updates: [
          {
            kind: 'bat',
            changes: {
              1: { state: 'not-present' },
              2: { state: 'fully-present', fileOffsetMB: 10 },
              22: { state: 'not-present' },
            },
          },
        ],
      },
    ],
  },
}

const lines = async (query: Partial<FileExtentQuery>) => {
  const { rows, total } = await new FileExtents(await chartOf(DIRTY)).page({
    state: 'before',
    start: 0,
    count: 100,
    ...query,
  })
  expect(rows).toHaveLength(total)
  return rows.map(({ kind, offset, length, changed, structures, owners }) => {
    const { blocks, remembering, first, last } = owners
    const entries = blocks + remembering > 0 ? ` ${first?.number}-${last?.number}` : ''
    const names = structures.map(({ name }) => ` ${name}`).join('')
    return `${offset / MIB}+${length / MIB} ${kind}${names}${entries}${changed ? ' changed' : ''}`
  })
}

test('lists the file before the replay, with who claims what', async () => {
  expect((await lines({})).slice(-12)).toEqual([
    '1+1 log Log',
    '2+1 metadata Metadata',
    '3+1 bat BAT changed',
    '4+1 payload 0-0',
    '5+1 overlap 1-20 changed',
    '6+1 payload 9-9',
    '7+3 free',
    '10+1 free changed',
    '11+1 free',
    '12+1 remembered 21-21',
    '13+11 free',
    '26+1 past-end 22-22 changed',
  ])
})

test('and what it is after the replay', async () => {
  expect((await lines({ state: 'after' })).slice(-9)).toEqual([
    '3+1 bat BAT changed',
    '4+1 payload 0-0',
    '5+1 payload 20-20 changed',
    '6+1 payload 9-9',
    '7+3 free',
    '10+1 payload 2-2 changed',
    '11+1 free',
    '12+1 remembered 21-21',
    '13+11 free',
  ])
})

test('lists only the kinds that are asked for, or what the replay changes', async () => {
  expect(await lines({ kinds: ['overlap', 'past-end'] })).toEqual([
    '5+1 overlap 1-20 changed',
    '26+1 past-end 22-22 changed',
  ])
  expect(await lines({ changedOnly: true, kinds: ['free', 'payload'] })).toEqual([
    '10+1 free changed',
  ])
  const headers = await lines({ changedOnly: true, kinds: ['header-section'] })
  expect(headers.every((line) => /header-section Header [12] changed$/.test(line))).toBe(true)
  expect(headers.length).toBeGreaterThan(0)
})

test('finds what matters most in a piece of the file', async () => {
  const extents = new FileExtents(await chartOf(DIRTY))
  const place = (from: number, to: number, kinds?: FileExtentQuery['kinds']) =>
    extents.place({ state: 'before', from: from * MIB, to: to * MIB, kinds })
  expect(await place(4, 14)).toMatchObject({ kind: 'overlap', offset: 5 * MIB, length: MIB })
  expect(await place(6, 14, ['free', 'payload'])).toMatchObject({
    kind: 'payload',
    owners: { blocks: 1, first: { index: 9, number: 9 } },
  })
  expect(await place(13, 14, ['log'])).toBeUndefined()
})

test('cells have the kinds in them, and what the replay changes', async () => {
  const map = fileMap(await chartOf(DIRTY), { from: 4, to: 1000, perCell: 4 })
  expect(map).toMatchObject({ from: 4, to: 27, units: 27 })
  const names = Array.from(map.before.cells, (bits) => [
    ...SPACE_KINDS.filter((kind) => (bits & spaceBit(kind)) !== 0),
    ...(bits & SPACE_CHANGED_BIT ? ['changed'] : []),
  ])
  expect(names).toEqual([
    ['free', 'payload', 'overlap', 'changed'],
    ['free', 'changed'],
    ['free', 'remembered'],
    ['free'],
    ['free'],
    ['past-end', 'changed'],
  ])
  expect(map.before.bytes).toMatchObject({ payload: 2 * MIB, overlap: MIB, 'past-end': MIB })
  expect(map.after?.bytes).toMatchObject({ payload: 4 * MIB, overlap: 0, 'past-end': 0 })
})

test('turns pages of a fragmented file, and of no more than one knows who owns it', async () => {
  const blocks = 5000
  const bat = Object.fromEntries(
    Array.from({ length: blocks }, (_, block) => [
      block + Math.floor(block / 4096),
      { state: 'fully-present', fileOffsetMB: 8 + 2 * (blocks - block) } as const,
    ]),
  )
  const chart = await chartOf({ virtualDiskSize: blocks * MIB, fileSize: 12_000 * MIB, bat })
  const extents = new FileExtents(chart)
  const query = { state: 'before', kinds: ['payload'] } as const
  const { rows, total } = await extents.page({ ...query, start: 3000, count: 3 })
  expect(total).toBe(blocks)
  expect(rows.map(({ owners }) => owners.first?.number)).toEqual([1999, 1998, 1997])
  expect(rows[0]?.offset).toBe((8 + 2 * 3001) * MIB)
})

test('has a file of 64 TiB with 67 million blocks in bounded memory, and soon', async () => {
  const image = await inspect(
    buildImage({
      virtualDiskSize: 64 * TIB,
      fileSize: 65 * TIB,
      blocks: [{ block: 2 ** 26 - 1, fileOffsetMB: 64 * 2 ** 20 }],
    }),
    IDS,
  )
  const chart = await chartFile(image)
  const map = fileMap(chart, { from: 0, to: Number.MAX_SAFE_INTEGER, perCell: 1 })
  expect(map.units).toBe(65 * 2 ** 20)
  expect(map.before.cells.length).toBeLessThanOrEqual(2 ** 14)
  expect(map.before.bytes.payload).toBe(MIB)
  const { rows } = await new FileExtents(chart).page({
    state: 'before',
    kinds: ['payload'],
    start: 0,
    count: 10,
  })
  expect(rows).toMatchObject([{ offset: 64 * TIB, owners: { first: { number: 2 ** 26 - 1 } } }])
})
