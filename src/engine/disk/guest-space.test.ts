import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MbrPart, putBootRecord } from '../../testing/disk-tables.ts'
import { makeFat } from '../../testing/made-fat.ts'
import { fileRecord, makeNtfs, mapped } from '../../testing/made-ntfs.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { MIB } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import { type BlockUse, readGuestSpace } from './guest-space.ts'
import type { Layers } from './map-chain.ts'

const SECTOR = 512
const SECTORS = MIB / SECTOR
/** Boot sector, two tables and root directory of a small FAT12. */
const HEAD = 4

/** A disk of one block, with these bytes. */
const layersOf = async (
  bytes: Uint8Array,
  more: Partial<ImageDescription> = {},
): Promise<Layers> => [
  await readImage(
    buildImage({
      virtualDiskSize: bytes.length,
      blocks: [{ block: 0 }],
      patches: [{ at: 4 * MIB, bytes }],
      ...more,
    }),
  ),
]

interface Part {
  readonly first: number
  readonly count: number
  /** Which of its clusters are free, over and over; without a word it holds nothing that is known. */
  readonly free: readonly boolean[] | undefined
  /** Fewer than the partition has room for. */
  readonly clusters: number
  readonly isDirty: boolean
}

/** Where file systems begin is far enough from each other for their tables; all else may overlap. */
const parts = fc
  .uniqueArray(
    fc.record({
      first: fc.integer({ min: 1, max: SECTORS / 8 - 1 }).map((place) => place * 8),
      count: fc.integer({ min: HEAD + 1, max: 700 }),
      free: fc.option(fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }), { nil: undefined }),
      clusters: fc.integer({ min: 1, max: 300 }),
      isDirty: fc.boolean(),
    }),
    { selector: ({ first }) => first, minLength: 1, maxLength: 4 },
  )
  .map((all): readonly Part[] => all)

function diskWith(all: readonly Part[]): Uint8Array {
  const disk = new Uint8Array(MIB)
  const table: MbrPart[] = all.map(({ first, count }) => ({ type: 1, first, count }))
  putBootRecord(disk, 0, table)
  for (const { first, free, clusters, isDirty } of all) {
    if (free === undefined) continue
    const entry = (cluster: number) => (free[cluster % free.length] ? 0 : 0xfff)
    const { bytes } = makeFat({ bits: 12, clusters, entry, state: isDirty ? 1 : 0 })
    disk.set(bytes.subarray(0, HEAD * SECTOR), first * SECTOR)
  }
  return disk
}

/** What each volume says of a sector, sector by sector. */
function told(all: readonly Part[], sector: number): readonly BlockUse[] {
  return all.flatMap(({ first, count, free, clusters }): readonly BlockUse[] => {
    const at = sector - first
    if (at < 0 || at >= count) return []
    if (free === undefined || at >= HEAD + clusters) return ['unknown']
    if (at < HEAD) return ['in-use']
    return [free[(at - HEAD + 2) % free.length] ? 'free' : 'in-use']
  })
}

function expectedUse(all: readonly Part[], sectors: readonly number[]): BlockUse {
  const uses = sectors.map((sector) => told(all, sector))
  if (uses.some((said) => said.length === 0 || said.includes('unknown'))) return 'unknown'
  return uses.some((said) => said.includes('in-use')) ? 'in-use' : 'free'
}

test('a block is free only where all volumes that have a part of it say so', async () => {
  await fc.assert(
    fc.asyncProperty(parts, fc.constantFrom(1, 3, 8, 100), async (all, perBlock) => {
      const layers = await layersOf(diskWith(all))
      const { volumes, useOf: of, mayDrop } = await readGuestSpace(layers, perBlock * SECTOR)
      expect(volumes).toHaveLength(all.length)
      const blocks = Math.ceil(SECTORS / perBlock)
      const found: string[] = []
      const expected: string[] = []
      for (let block = 0; block < blocks; block++) {
        const count = Math.min(perBlock, SECTORS - block * perBlock)
        const sectors = Array.from({ length: count }, (_, i) => block * perBlock + i)
        const use = expectedUse(all, sectors)
        const isDoubted = all.some(
          ({ free, isDirty, clusters, first, count }) =>
            free &&
            (isDirty || HEAD + clusters > Math.min(count, SECTORS - first)) &&
            sectors.some((sector) => sector >= first && sector < first + count),
        )
        expected.push(`${block} ${use}${use === 'free' && !isDoubted ? ', may go' : ''}`)
        found.push(`${block} ${of(block)}${mayDrop(block) ? ', may go' : ''}`)
      }
      expect(found).toEqual(expected)
      expect([of(-1), of(blocks)]).toEqual(['unknown', 'unknown'])
    }),
    { numRuns: 30 },
  )
})

describe('a disk', () => {
  const { bytes } = makeFat({
    bits: 12,
    clusters: SECTORS - 14,
    entry: (i) => (i < 9 ? 0xfff : 0),
  })

  test('that is one file system has its space', async () => {
    const seen: number[] = []
    const run = { onProgress: (done: number) => seen.push(done) }
    const space = await readGuestSpace(await layersOf(bytes), 4096, run)
    expect(space.volumes).toMatchObject([
      { partition: undefined, at: { offset: 0, length: MIB }, space: { ok: true, doubts: [] } },
    ])
    const uses = Array.from({ length: MIB / 4096 }, (_, block) => space.useOf(block))
    // 14 sectors of its own, and seven clusters.
    expect(uses.lastIndexOf('in-use')).toBe(2)
    expect(uses.filter((use) => use === 'free')).toHaveLength(MIB / 4096 - 3)
    expect(space.mayDrop(3)).toBe(true)
    expect(seen.at(-1)).toBe(MIB)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })

  test('whose last block is cut counts up to its end', async () => {
    const space = await readGuestSpace(await layersOf(bytes), 3 * 4096)
    expect(space.mayDrop(Math.floor(MIB / (3 * 4096)))).toBe(true)
  })

  test('with nothing known on it is unknown', async () => {
    const space = await readGuestSpace(await layersOf(new Uint8Array(MIB)), 4096)
    expect(space.volumes).toEqual([])
    expect(space.useOf(0)).toBe('unknown')
  })

  test('that is not there has no blocks', async () => {
    const space = await readGuestSpace([undefined], 4096)
    expect([space.volumes, space.useOf(0)]).toEqual([[], 'unknown'])
  })

  describe('of whose bitmap a part cannot be had', () => {
    // The bitmap is in the second block.
    const bitmap = mapped({ runs: [[300, 1]], size: 64 })
    const volume = makeNtfs({ clusters: 511, records: { 6: fileRecord([bitmap]) } })
    volume.setSize(2 * MIB)
    const first = volume.take(0, MIB)
    const use = async (more: Partial<ImageDescription>) => {
      const layers = await layersOf(first, { virtualDiskSize: 2 * MIB, ...more })
      return readGuestSpace([...layers, undefined], 4096)
    }

    test('is not read as if that were zeros', async () => {
      const space = await use({ kind: 'differencing' })
      expect(space.volumes).toMatchObject([
        { space: { ok: false, reason: expect.stringMatching(/parent.*taken for zeros/) } },
      ])
      expect(space.useOf(400)).toBe('unknown')
    })

    test('nor where its block cannot be read', async () => {
      const space = await use({ bat: { 1: { state: 'fully-present', fileOffsetMB: 2 ** 40 } } })
      expect(space.volumes).toMatchObject([
        { space: { ok: false, reason: expect.stringMatching(/cannot be read.*taken for zeros/) } },
      ])
    })

    test('but where it is zero, its zeros count', async () => {
      const space = await use({})
      expect([space.useOf(400), space.mayDrop(400)]).toEqual(['free', false])
      expect(space.volumes).toMatchObject([
        { space: { doubts: ['Its bitmap calls space free that its own files lie in.'] } },
      ])
    })
  })
})
