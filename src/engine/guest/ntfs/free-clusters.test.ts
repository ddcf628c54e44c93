import { describe, expect, test } from 'vitest'
import { freeSpaceOf, type ReadSpace, unitsOf } from '../../../testing/free-space-of.ts'
import {
  ATTRIBUTE_LIST,
  attributeList,
  DATA,
  fileRecord,
  type MappedAttribute,
  MFT_CLUSTER,
  makeNtfs,
  mapped,
  NTFS_CLUSTER,
  type NtfsVolume,
  resident,
} from '../../../testing/made-ntfs.ts'
import type { SparseFile } from '../../compose/sparse-file.ts'
import { MIB, TIB } from '../../format/layout.ts'

/** Room for 100,000 clusters: four clusters of bitmap. */
const CLUSTERS = 100_000
/** Where the bitmap lies where nothing else is said, one cluster behind the other. */
const BITMAP = 50
/** All that the volume itself needs is in use, and 100 clusters from 40,000 on. */
const CONTENT = (() => {
  const bytes = new Uint8Array(4 * NTFS_CLUSTER)
  const use = (first: number, count: number) => {
    for (let i = first; i < first + count; i++)
      bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i & 7))
  }
  use(0, 100)
  use(40_000, 100)
  return bytes
})()
const RUNS = [
  [100, 39_999],
  [40_100, CLUSTERS - 1],
]

/** A volume whose bitmap is mapped by these attributes, all in its own record. */
function volume(
  attribute: Partial<MappedAttribute> = {},
  rest: Partial<NtfsVolume> = {},
): SparseFile {
  const bitmap = mapped({ runs: [[BITMAP, 4]], size: Math.ceil(CLUSTERS / 8), ...attribute })
  const records = { 6: fileRecord([bitmap]), ...rest.records }
  const file = makeNtfs({ clusters: CLUSTERS, ...rest, records })
  file.put(BITMAP * NTFS_CLUSTER, CONTENT)
  return file
}

const clusters = (read: ReadSpace | undefined) => unitsOf(read?.runs ?? [], NTFS_CLUSTER)
const doubts = async (file: SparseFile) => {
  const space = (await freeSpaceOf(file))?.space
  return space?.ok ? space.doubts : [space?.reason]
}

test('the clusters are free whose bits are zero, up to the last one', async () => {
  const read = await freeSpaceOf(volume())
  expect(read?.space).toEqual({
    ok: true,
    unitSize: NTFS_CLUSTER,
    size: CLUSTERS * NTFS_CLUSTER,
    freeBytes: (CLUSTERS - 200) * NTFS_CLUSTER,
    doubts: [],
  })
  expect(clusters(read)).toEqual(RUNS)
})

test('a bitmap in pieces is read in their order', async () => {
  const file = volume({
    runs: [
      [80, 1],
      [BITMAP + 1, 2],
      [70, 1],
    ],
  })
  file.put(80 * NTFS_CLUSTER, CONTENT.subarray(0, NTFS_CLUSTER))
  file.put(70 * NTFS_CLUSTER, CONTENT.subarray(3 * NTFS_CLUSTER))
  expect(clusters(await freeSpaceOf(file))).toEqual(RUNS)
})

test('a bitmap that is in its record is read from there', async () => {
  const bitmap = new Uint8Array(50)
  bitmap.fill(0xff, 0, 20)
  const file = makeNtfs({ clusters: 400, records: { 6: fileRecord([resident(DATA, bitmap)]) } })
  const read = await freeSpaceOf(file)
  expect(clusters(read)).toEqual([[160, 399]])
  expect(read?.space).toMatchObject({ doubts: [] })
})

describe('what several records say', () => {
  const first = mapped({ runs: [[BITMAP, 1]], size: Math.ceil(CLUSTERS / 8) })
  // The sizes are those of the whole content.
  const view = new DataView(first.buffer)
  view.setBigUint64(40, BigInt(4 * NTFS_CLUSTER), true)
  const parts = [
    { type: 0x30, vcn: 0, record: 6 },
    { type: DATA, vcn: 0, record: 6 },
    { type: DATA, vcn: 1, record: 12 },
    { type: DATA, vcn: 3, record: 13 },
  ]
  const others = {
    12: fileRecord([mapped({ vcn: 1, runs: [[BITMAP + 1, 2]] })], 6),
    13: fileRecord([mapped({ vcn: 3, runs: [[BITMAP + 3, 1]] })], 6),
  }
  const listed = (list: Uint8Array) => ({ records: { 6: fileRecord([list, first]), ...others } })

  test('is put together by the list of attributes', async () => {
    const list = resident(ATTRIBUTE_LIST, attributeList(parts))
    expect(clusters(await freeSpaceOf(volume({}, listed(list))))).toEqual(RUNS)
  })

  test('also where the list is elsewhere', async () => {
    const bytes = attributeList(parts)
    const list = mapped({ type: ATTRIBUTE_LIST, runs: [[60, 1]], size: bytes.length })
    const file = volume({}, listed(list))
    file.put(60 * NTFS_CLUSTER, bytes)
    expect(clusters(await freeSpaceOf(file))).toEqual(RUNS)
  })

  test('of the table of files itself is followed, too', async () => {
    // Records from 12 on lie in a part that only record 11 names.
    const table = fileRecord([
      resident(
        ATTRIBUTE_LIST,
        attributeList([
          { type: DATA, vcn: 0, record: 0 },
          { type: DATA, vcn: 3, record: 11 },
        ]),
      ),
      mapped({ runs: [[MFT_CLUSTER, 3]] }),
    ])
    const list = resident(ATTRIBUTE_LIST, attributeList(parts))
    const { records } = listed(list)
    const file = volume(
      {},
      {
        table,
        records: { ...records, 11: fileRecord([mapped({ vcn: 3, runs: [[90, 1]] })], 0) },
      },
    )
    const moved = file.take((MFT_CLUSTER + 3) * NTFS_CLUSTER, NTFS_CLUSTER)
    file.put(90 * NTFS_CLUSTER, moved)
    file.put((MFT_CLUSTER + 3) * NTFS_CLUSTER, new Uint8Array(NTFS_CLUSTER))
    expect(clusters(await freeSpaceOf(file))).toEqual(RUNS)
  })

  test.each([
    ['leaves out a part', parts.toSpliced(2, 1)],
    ['names a record that is not there', parts.with(2, { type: DATA, vcn: 1, record: 15 })],
    ['names a record of another file', parts.with(2, { type: DATA, vcn: 1, record: 2 })],
  ])('is refused where the list %s', async (_, some) => {
    const list = resident(ATTRIBUTE_LIST, attributeList(some))
    expect((await freeSpaceOf(volume({}, listed(list))))?.space).toMatchObject({ ok: false })
  })
})

test.each([
  [
    'has a hole',
    {
      runs: [
        [BITMAP, 1],
        [undefined, 3],
      ] as const,
    },
    /holes/,
  ],
  ['lies behind the end', { runs: [[CLUSTERS, 4]] as const }, /leads out/],
  ['is compressed', { flags: 1 }, /compressed/],
])('a bitmap that %s is refused', async (_, attribute, reason) => {
  const read = await freeSpaceOf(volume(attribute))
  expect(read?.space).toMatchObject({ ok: false, reason: expect.stringMatching(reason) })
})

test.each<[string, () => SparseFile, RegExp]>([
  ['is marked as dirty', () => volume({}, { flags: 1 }), /marked as in use/],
  ['has a bitmap for fewer clusters', () => volume({ size: 1000 }), /8,000 bits for 100,000/],
  ['has a bitmap not all of which was written', () => volume({ initialized: 1000 }), /8,000 bits/],
  [
    'calls clusters of its bitmap free',
    () => {
      const file = volume()
      file.put(BITMAP * NTFS_CLUSTER + 6, Uint8Array.of(0))
      return file
    },
    /its own files lie in/,
  ],
  [
    'has had shadow copies',
    () => {
      const file = volume()
      file.put(0x1e00, Buffer.from('6b87083876c1484eb7ae04046e6cc752', 'hex'))
      file.put(0x1e30, Uint8Array.of(1))
      return file
    },
    /shadow copies/,
  ],
  [
    'is larger than its place',
    () => {
      const file = volume()
      file.setSize(60_000 * NTFS_CLUSTER)
      return file
    },
    /its volume has/,
  ],
])('one that %s is doubted', async (_, make, doubt) => {
  expect((await doubts(make())).join('\n')).toMatch(doubt)
})

test('of one that is larger than its place, what is there is read', async () => {
  const file = volume()
  file.setSize(60_000 * NTFS_CLUSTER + 512)
  const read = await freeSpaceOf(file)
  expect(read?.space).toMatchObject({ size: 60_000 * NTFS_CLUSTER + 512 })
  expect(read?.runs.at(-1)).toEqual({
    offset: 40_100 * NTFS_CLUSTER,
    length: 19_900 * NTFS_CLUSTER + 512,
  })
})

test('a bitmap of a hundred MiB is read in windows, and once', async () => {
  const clusters = (3 * TIB) / NTFS_CLUSTER
  const length = Math.ceil(clusters / 8 / NTFS_CLUSTER)
  const bitmap = mapped({ runs: [[100_000, length]], size: clusters / 8 })
  const file = makeNtfs({ clusters, records: { 6: fileRecord([bitmap]) } })
  const used = new Uint8Array(32_000).fill(0xff)
  file.put(100_000 * NTFS_CLUSTER, used)
  const read = await freeSpaceOf(file)
  expect(clusters).toBe(read?.space.ok ? read.space.size / NTFS_CLUSTER : 0)
  expect(unitsOf(read?.runs ?? [], NTFS_CLUSTER)).toEqual([[256_000, clusters - 1]])
  expect(read?.bytesRead).toBeLessThan(clusters / 8 + MIB)
  expect(read?.longestRead).toBeLessThanOrEqual(MIB)
})
