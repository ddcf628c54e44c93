import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batIndexKind, blockIndex, sectorBitmapIndex } from '../../format/bat-index.ts'
import { GIB, MIB, TIB } from '../../format/layout.ts'
import { type Geometry, geometryOf } from './geometry.ts'

interface Disk {
  readonly size: number | bigint
  readonly blockSize: number
  readonly sector?: number
  readonly hasParent?: 0 | 1
  readonly leaveBlockAllocated?: 0 | 1
}

const of = ({ size, blockSize, sector = 512, hasParent = 0, leaveBlockAllocated = 0 }: Disk) =>
  geometryOf({
    fileParameters: { blockSize, hasParent, leaveBlockAllocated, reserved: 0 },
    virtualDiskSize: BigInt(size),
    virtualDiskId: undefined,
    logicalSectorSize: sector,
    physicalSectorSize: 4096,
  })

describe('a disk', () => {
  test.each<[string, Disk, Partial<Geometry>]>([
    [
      'of one sector',
      { size: 512, blockSize: MIB },
      { chunkRatio: 4096, payloadBlocks: 1, sectorBitmapBlocks: 1, batEntries: 1 },
    ],
    [
      'of 10 GiB, as QEMU and Windows make it',
      { size: 10 * GIB, blockSize: 32 * MIB },
      { chunkRatio: 128, payloadBlocks: 320, sectorBitmapBlocks: 3, batEntries: 322 },
    ],
    [
      'that fills a chunk',
      { size: 4 * GIB, blockSize: 256 * MIB },
      { chunkRatio: 16, payloadBlocks: 16, sectorBitmapBlocks: 1, batEntries: 16 },
    ],
    [
      'that fills a chunk and one sector more',
      { size: 4 * GIB + 512, blockSize: 256 * MIB },
      { chunkRatio: 16, payloadBlocks: 17, sectorBitmapBlocks: 2, batEntries: 18 },
    ],
    [
      'with a parent',
      { size: 4 * GIB + 512, blockSize: 256 * MIB, hasParent: 1 },
      { kind: 'differencing', payloadBlocks: 17, sectorBitmapBlocks: 2, batEntries: 34 },
    ],
    [
      'of 4 KiB sectors',
      { size: TIB, blockSize: MIB, sector: 4096 },
      {
        chunkRatio: 32768,
        payloadBlocks: 2 ** 20,
        sectorBitmapBlocks: 32,
        batEntries: 2 ** 20 + 31,
      },
    ],
    [
      'of the greatest size in the smallest blocks',
      { size: 64 * TIB, blockSize: MIB },
      { payloadBlocks: 2 ** 26, sectorBitmapBlocks: 2 ** 14, batEntries: 2 ** 26 + 2 ** 14 - 1 },
    ],
  ])('%s', (_, disk, expected) => {
    expect(of(disk)).toMatchObject(expected)
  })

  test('is fixed, dynamic or differencing; a parent decides', () => {
    const size = { size: MIB, blockSize: MIB }
    expect(of(size)?.kind).toBe('dynamic')
    expect(of({ ...size, leaveBlockAllocated: 1 })?.kind).toBe('fixed')
    expect(of({ ...size, leaveBlockAllocated: 1, hasParent: 1 })?.kind).toBe('differencing')
  })

  test.each<[string, Disk]>([
    ['size', { size: 0, blockSize: MIB }],
    ['size above 64 TiB', { size: 2n ** 64n - 512n, blockSize: MIB }],
    ['size in whole sectors', { size: MIB + 512, blockSize: MIB, sector: 4096 }],
    ['block size', { size: MIB, blockSize: 0 }],
    ['block size that is a power of two', { size: MIB, blockSize: 3 * MIB }],
    ['sector size', { size: MIB, blockSize: MIB, sector: 1024 }],
  ])('without a possible %s has no geometry', (_, disk) => {
    expect(of(disk)).toBeUndefined()
  })
})

test('the last BAT entry is that of the last block, or of the last sector bitmap of a child', () => {
  const disk = fc.record({
    size: fc.integer({ min: 1, max: 2 ** 37 }).map((sectors) => sectors * 512),
    blockSize: fc.integer({ min: 0, max: 8 }).map((power) => MIB * 2 ** power),
    hasParent: fc.constantFrom(0 as const, 1 as const),
  })
  fc.assert(
    fc.property(disk, (values) => {
      const geometry = of(values)
      if (geometry === undefined) throw new Error('this disk should have a geometry')
      const { batEntries, payloadBlocks, sectorBitmapBlocks } = geometry
      if (values.hasParent === 1) {
        expect(batEntries).toBe(sectorBitmapIndex(geometry, sectorBitmapBlocks - 1) + 1)
      } else expect(batEntries).toBe(blockIndex(geometry, payloadBlocks - 1) + 1)
      const lastKind = batIndexKind(geometry, batEntries - 1)
      expect(lastKind).toBe(values.hasParent === 1 ? 'sector-bitmap' : 'payload')
    }),
  )
})
