/** Compressed contents, whole and damaged. */
import { describe, expect, test } from 'vitest'
import { filesOf } from '../../../../testing/guest-files-of.ts'
import { packLznt1 } from '../../../../testing/lznt1.ts'
import {
  ATTRIBUTE_LIST,
  attributeList,
  COMPRESSED,
  DATA,
  fileRecord,
  mapped,
  NTFS_CLUSTER,
  resident,
} from '../../../../testing/made-ntfs.ts'
import {
  expectContent,
  extentsOf,
  joined,
  ntfsOf,
  put,
  unreadable,
} from '../../../../testing/made-ntfs-files.ts'

describe('compressed', () => {
  const UNIT = 4
  const CHUNK = 4096
  const unit = (seed: number) =>
    Uint8Array.from({ length: UNIT * NTFS_CLUSTER }, (_, i) => (i >> 5) + seed)
  const packed = (seed: number) => packLznt1(unit(seed))
  const attribute = (runs: Parameters<typeof mapped>[0]['runs'], size: number, more = {}) =>
    mapped({ runs, size, flags: COMPRESSED, unit: 2, ...more })

  test('units that are packed, plain and holes lie beside each other', async () => {
    const runs = [
      [200, 1],
      [undefined, 3],
      [210, 4],
      [undefined, 5],
      [220, 1],
      [230, 1],
      [undefined, 2],
    ] as const
    const made = ntfsOf([attribute(runs, 16 * NTFS_CLUSTER + 20)])
    // The second packed unit begins in the middle of a hole’s end, where no unit does: 5 = 4 + 1.
    put(put(made, 200, packed(1)), 210, unit(2))
    const extents = await extentsOf(made)
    expect(extents.map(({ from, offset, length }) => [from, offset, length])).toEqual([
      ['compressed', 0, UNIT * NTFS_CLUSTER],
      ['volume', UNIT * NTFS_CLUSTER, UNIT * NTFS_CLUSTER],
      ['zeros', 2 * UNIT * NTFS_CLUSTER, UNIT * NTFS_CLUSTER],
      ['unreadable', 3 * UNIT * NTFS_CLUSTER, UNIT * NTFS_CLUSTER],
      ['zeros', 4 * UNIT * NTFS_CLUSTER, 20],
    ])
    const zeros = new Uint8Array(2 * UNIT * NTFS_CLUSTER + 20)
    await expectContent(made, joined(unit(1), unit(2), zeros))
  })

  test('a unit may be in several places and its description in several records', async () => {
    const bytes = Uint8Array.from({ length: UNIT * NTFS_CLUSTER }, (_, i) =>
      i % 16 < 8 ? Math.imul(i, 2_654_435_761) >>> 24 : 0,
    )
    const content = packLznt1(bytes)
    expect(content.length).toBeGreaterThan(NTFS_CLUSTER)
    expect(content.length).toBeLessThan(3 * NTFS_CLUSTER)
    const first = attribute([[200, 1]], UNIT * NTFS_CLUSTER)
    const parts = [
      { type: DATA, vcn: 0, record: 20 },
      { type: DATA, vcn: 1, record: 21 },
    ]
    const rest = attribute(
      [
        [100, 2],
        [undefined, 1],
      ],
      UNIT * NTFS_CLUSTER,
      { vcn: 1 },
    )
    const made = ntfsOf([resident(ATTRIBUTE_LIST, attributeList(parts)), first], {
      21: fileRecord([rest], 20),
    })
    put(made, 200, content.subarray(0, NTFS_CLUSTER))
    put(made, 100, content.subarray(NTFS_CLUSTER))
    await expectContent(made, bytes)
  })

  test('what was never written of a unit is zeros', async () => {
    const made = ntfsOf([
      attribute(
        [
          [200, 1],
          [undefined, 3],
        ],
        UNIT * NTFS_CLUSTER,
        { initialized: 1000 },
      ),
    ])
    put(made, 200, packed(4))
    const rest = new Uint8Array(UNIT * NTFS_CLUSTER - 1000)
    await expectContent(made, joined(unit(4).subarray(0, 1000), rest))
  })

  test('what cannot be unpacked is unreadable where that is asked, and zeros', async () => {
    const size = 2 * UNIT * NTFS_CLUSTER
    const runs = [
      [200, 1],
      [undefined, 3],
      [210, 1],
      [undefined, 3],
    ] as const
    const made = ntfsOf([attribute(runs, size)])
    const bytes = packed(1)
    const second = 2 + (((bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8)) & 0xfff) + 1
    // A copy with nothing before it, at the beginning of the second chunk.
    bytes[second + 2] = 1
    put(put(made, 200, bytes), 210, packed(2))
    const files = await filesOf(made)
    const parts = []
    for await (const some of files.extents(20, undefined, { isProven: true })) parts.push(...some)
    expect(parts.map(({ from, offset, length }) => [from, offset, length])).toEqual([
      ['compressed', 0, CHUNK],
      ['unreadable', CHUNK, CHUNK],
      ['compressed', 2 * CHUNK, UNIT * NTFS_CLUSTER - 2 * CHUNK],
      ['compressed', UNIT * NTFS_CLUSTER, UNIT * NTFS_CLUSTER],
    ])
    expect(await extentsOf(made)).toHaveLength(2)
    const expected = unit(1)
    expected.fill(0, CHUNK, 2 * CHUNK)
    await expectContent(made, joined(expected, unit(2)))
  })

  test.each([
    ['in an unknown way', { flags: 2 }],
    ['in units of no size', { unit: 0 }],
    ['in units of many MiB', { unit: 12 }],
  ])('%s is unreadable', async (_, more) => {
    const made = ntfsOf([attribute([[200, 4]], 9000, more)])
    expect(unreadable(await extentsOf(made))).toHaveLength(1)
    await expectContent(made, new Uint8Array(9000))
  })
})
