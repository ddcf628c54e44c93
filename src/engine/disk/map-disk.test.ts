import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { PAYLOAD_STATES } from '../format/bat-entry.ts'
import { GIB, MIB } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import { readDisk } from './disk.ts'
import { mapDisk } from './map-disk.ts'

const open = async (description: ImageDescription) => readImage(buildImage(description))
/** Where the first block goes: behind header section, log, metadata and BAT of 1 MiB each. */
const FIRST = 4 * MIB

describe('a dynamic disk of four blocks', () => {
  const disk: ImageDescription = {
    virtualDiskSize: 4 * MIB,
    blocks: [
      { block: 0, fill: 0xaa },
      { block: 2, fill: 0xcc },
      { block: 3, state: 'zero' },
    ],
  }

  test('is mapped to the file and to zeros, from any byte to any byte', async () => {
    const image = await open(disk)
    expect(await mapDisk(image, 0, 4 * MIB)).toEqual([
      { offset: 0, length: MIB, from: 'file', fileOffset: FIRST },
      { offset: MIB, length: MIB, from: 'zero' },
      { offset: 2 * MIB, length: MIB, from: 'file', fileOffset: FIRST + MIB },
      { offset: 3 * MIB, length: MIB, from: 'zero' },
    ])
    expect(await mapDisk(image, MIB - 3, 5)).toEqual([
      { offset: MIB - 3, length: 3, from: 'file', fileOffset: FIRST + MIB - 3 },
      { offset: MIB, length: 2, from: 'zero' },
    ])
  })

  test('reads as its blocks and zeros', async () => {
    const image = await open(disk)
    const bytes = await readDisk(image, 0, 4 * MIB)
    const fills = [0, 1, 2, 3].map(
      (block) => new Set(bytes.subarray(block * MIB, (block + 1) * MIB)),
    )
    expect(fills).toEqual([[0xaa], [0], [0xcc], [0]].map((values) => new Set(values)))
    expect(await readDisk(image, 3 * MIB - 2, 4)).toEqual(Uint8Array.of(0xcc, 0xcc, 0, 0))
  })

  test('has nothing outside of it', async () => {
    const image = await open(disk)
    expect(await readDisk(image, 4 * MIB, 0)).toEqual(new Uint8Array())
    await expect(readDisk(image, 4 * MIB - 1, 2)).rejects.toThrow(RangeError)
    await expect(mapDisk(image, -1, 2)).rejects.toThrow(RangeError)
    await expect(mapDisk(image, 0.5, 2)).rejects.toThrow(RangeError)
  })
})

test('blocks that follow each other in the file are judged one by one where one has no place', async () => {
  const image = await open({
    virtualDiskSize: 6 * MIB,
    fileSize: 6 * MIB,
    bat: Object.fromEntries(
      [0, 1, 2, 3, 4, 5].map((block) => [
        block,
        { state: 'fully-present' as const, fileOffsetMB: block < 2 ? block : block + 2 },
      ]),
    ),
  })
  expect(await mapDisk(image, 0, 6 * MIB)).toEqual([
    { offset: 0, length: MIB, from: 'unreadable' },
    { offset: MIB, length: MIB, from: 'file', fileOffset: MIB },
    { offset: 2 * MIB, length: 2 * MIB, from: 'file', fileOffset: 4 * MIB },
    { offset: 4 * MIB, length: 2 * MIB, from: 'unreadable' },
  ])
})

test.each(['dynamic', 'differencing'] as const)(
  'millions of blocks without a place are no work, in a %s disk',
  async (kind) => {
    const image = await open({ virtualDiskSize: 16 * 1024 * GIB, kind })
    expect(await mapDisk(image, 0, 16 * 1024 * GIB)).toHaveLength(1)
  },
  10_000,
)

test('neighbours in one place are one extent, across sector bitmap entries and windows', async () => {
  // 16 blocks in a chunk; 5000 blocks are more than one window of the table.
  const zeros = await open({ virtualDiskSize: 5000 * 256 * MIB, blockSize: 256 * MIB })
  expect(await mapDisk(zeros, 5, 5000 * 256 * MIB - 5)).toEqual([
    { offset: 5, length: 5000 * 256 * MIB - 5, from: 'zero' },
  ])
  const fixed = await open({ virtualDiskSize: 5 * GIB, blockSize: 256 * MIB, kind: 'fixed' })
  expect(await mapDisk(fixed, 0, 5 * GIB)).toEqual([
    { offset: 0, length: 5 * GIB, from: 'file', fileOffset: FIRST },
  ])
})

test('an image without BAT has a disk of size 0', async () => {
  const image = { source: buildImage({ virtualDiskSize: MIB }), bat: undefined }
  expect(await mapDisk(image, 0, 0)).toEqual([])
  await expect(mapDisk(image, 0, 1)).rejects.toThrow(RangeError)
})

describe('a block', () => {
  test.each(PAYLOAD_STATES)('that is %s is mapped as its kind of disk says', async (state) => {
    const kinds = ['dynamic', 'differencing'] as const
    const from = kinds.map(async (kind) => {
      const bat = { 0: { state, fileOffsetMB: 4 } }
      const image = await open({ virtualDiskSize: MIB, kind, fileSize: 5 * MIB, bat })
      return (await mapDisk(image, 0, MIB))[0]?.from
    })
    const expected = {
      'not-present': ['zero', 'parent'],
      undefined: ['zero', 'zero'],
      zero: ['zero', 'zero'],
      unmapped: ['unmapped', 'unmapped'],
      'reserved-4': ['unreadable', 'unreadable'],
      'reserved-5': ['unreadable', 'unreadable'],
      'fully-present': ['file', 'file'],
      // Without its sector bitmap, nothing says which sectors are here.
      'partially-present': ['unreadable', 'unreadable'],
    }
    expect(await Promise.all(from)).toEqual(expected[state])
  })

  test('is read as far as the file goes', async () => {
    const image = await open({
      virtualDiskSize: 2 * MIB,
      blocks: [{ block: 0 }, { block: 1, fill: 0xbb }],
      fileSize: FIRST + MIB + 1000,
    })
    expect(await mapDisk(image, MIB, MIB)).toEqual([
      { offset: MIB, length: 1000, from: 'file', fileOffset: FIRST + MIB },
      { offset: MIB + 1000, length: MIB - 1000, from: 'unreadable' },
    ])
    expect(await readDisk(image, MIB + 998, 4)).toEqual(Uint8Array.of(0xbb, 0xbb, 0, 0))
  })

  test.each([0, 5, 2 ** 33, 2 ** 44 - 1])(
    'at %d MiB, where none can be, is unreadable',
    async (fileOffsetMB) => {
      const bat = { 0: { state: 'fully-present', fileOffsetMB } } as const
      const image = await open({ virtualDiskSize: MIB, fileSize: 5 * MIB, bat })
      expect(await mapDisk(image, 0, MIB)).toEqual([{ offset: 0, length: MIB, from: 'unreadable' }])
      expect(await readDisk(image, 10, 2)).toEqual(new Uint8Array(2))
    },
  )

  test('whose entry the file does not have is unreadable', async () => {
    const image = await open({ virtualDiskSize: 4 * MIB, fileSize: 3 * MIB + 16 })
    expect(await mapDisk(image, 0, 4 * MIB)).toEqual([
      { offset: 0, length: 2 * MIB, from: 'zero' },
      { offset: 2 * MIB, length: 2 * MIB, from: 'unreadable' },
    ])
  })
})

describe('a block that is partly in the parent', () => {
  /** Block 0 at 4 MiB, its sector bitmap at 5 MiB. */
  const partial = (bits: Uint8Array): ImageDescription => ({
    virtualDiskSize: 4 * MIB,
    kind: 'differencing',
    fileSize: 6 * MIB,
    bat: {
      1: { state: 'partially-present', fileOffsetMB: 4 },
      4096: { state: 'present', fileOffsetMB: 5 },
    },
    patches: [
      { at: 4 * MIB, bytes: new Uint8Array(MIB).fill(0x77) },
      { at: 5 * MIB + 2048 / 8, bytes: bits },
    ],
  })

  test('is mapped sector by sector', async () => {
    const image = await open(partial(Uint8Array.of(0b0000_0110, 0, 0x80)))
    expect(await mapDisk(image, MIB, 24 * 512)).toEqual([
      { offset: MIB, length: 512, from: 'parent' },
      { offset: MIB + 512, length: 1024, from: 'file', fileOffset: 4 * MIB + 512 },
      { offset: MIB + 1536, length: 20 * 512, from: 'parent' },
      { offset: MIB + 23 * 512, length: 512, from: 'file', fileOffset: 4 * MIB + 23 * 512 },
    ])
  })

  test('is mapped from the middle of a sector', async () => {
    const image = await open(partial(Uint8Array.of(0b10)))
    expect(await mapDisk(image, MIB + 500, 20)).toEqual([
      { offset: MIB + 500, length: 12, from: 'parent' },
      { offset: MIB + 512, length: 8, from: 'file', fileOffset: 4 * MIB + 512 },
    ])
    expect(await readDisk(image, MIB + 510, 4)).toEqual(Uint8Array.of(0, 0, 0x77, 0x77))
  })

  test('follows every bit of its bitmap', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        fc.nat(60 * 512),
        fc.nat(4 * 512),
        async (bits, at, length) => {
          const image = await open(partial(bits))
          const origins = (await mapDisk(image, MIB + at, length)).flatMap((extent) =>
            Array.from({ length: extent.length }, () => extent.from),
          )
          const expected = Array.from({ length }, (_, i) => {
            const sector = Math.floor((at + i) / 512)
            return ((bits[sector >> 3] ?? 0) >> (sector & 7)) & 1 ? 'file' : 'parent'
          })
          expect(origins).toEqual(expected)
        },
      ),
      { numRuns: 25 },
    ))
})
