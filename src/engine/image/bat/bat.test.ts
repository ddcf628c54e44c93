import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counting } from '../../../testing/counting-source.ts'
import { buildImage } from '../../compose/build-image.ts'
import type { ImageDescription } from '../../compose/description.ts'
import {
  batIndexKind,
  blockIndex,
  blockOfIndex,
  chunkOfIndex,
  sectorBitmapIndex,
} from '../../format/bat-index.ts'
import { GIB, MIB } from '../../format/layout.ts'
import { readImage } from '../image.ts'
import { type Bat, openBat, readBatEntries } from './bat.ts'

/** Chunks of 16 blocks: entry 16 is a sector bitmap's. The BAT is at 3 MiB. */
const disk: ImageDescription = {
  virtualDiskSize: 10 * GIB,
  blockSize: 256 * MIB,
  bat: {
    15: { state: 'fully-present', fileOffsetMB: 4 },
    16: { state: 'present', fileOffsetMB: 2 ** 44 - 1, reserved: 5 },
    17: { state: 'unmapped', reserved: 2 ** 17 - 1 },
  },
}

async function open(
  description: ImageDescription,
): Promise<{ source: ReturnType<typeof counting>; bat: Bat }> {
  const { source, bat } = await readImage(buildImage(description))
  if (bat === undefined) throw new Error('the image should have a BAT')
  return { source: counting(source), bat }
}

test('indices of the table and blocks of the disk lead to each other', () => {
  const chunkRatio = fc.integer({ min: 0, max: 15 }).map((power) => 2 ** power)
  fc.assert(
    fc.property(chunkRatio, fc.nat(2 ** 26), (ratio, block) => {
      const geometry = { chunkRatio: ratio }
      const index = blockIndex(geometry, block)
      expect(batIndexKind(geometry, index)).toBe('payload')
      expect(blockOfIndex(geometry, index)).toBe(block)
      const chunk = Math.floor(block / ratio)
      expect(chunkOfIndex(geometry, index)).toBe(chunk)
      const bitmap = sectorBitmapIndex(geometry, chunk)
      expect(batIndexKind(geometry, bitmap)).toBe('sector-bitmap')
      expect(chunkOfIndex(geometry, bitmap)).toBe(chunk)
      expect(bitmap - index).toBe(ratio - (block % ratio))
    }),
  )
})

test('with a chunk ratio of 4 the table is laid out as in figure 6 of MS-VHDX', () => {
  const kinds = Array.from({ length: 10 }, (_, index) => batIndexKind({ chunkRatio: 4 }, index))
  const letters = kinds.map((kind) => (kind === 'payload' ? 'P' : 'S')).join('')
  expect(letters).toBe('PPPPSPPPPS')
})

describe('a window of the table', () => {
  test('gives entries of both kinds as they stand', async () => {
    const { source, bat } = await open(disk)
    expect(await readBatEntries(source, bat, 15, 3)).toEqual([
      {
        kind: 'payload',
        index: 15,
        block: 15,
        state: 'fully-present',
        fileOffsetMB: 4,
        reserved: 0,
      },
      {
        kind: 'sector-bitmap',
        index: 16,
        chunk: 0,
        state: 'present',
        fileOffsetMB: 2 ** 44 - 1,
        reserved: 5,
      },
      {
        kind: 'payload',
        index: 17,
        block: 16,
        state: 'unmapped',
        fileOffsetMB: 0,
        reserved: 2 ** 17 - 1,
      },
    ])
    expect(source.reads).toEqual([{ offset: 3 * MIB + 15 * 8, length: 24 }])
  })

  test('ends with the table', async () => {
    const { source, bat } = await open(disk)
    expect(bat.count).toBe(42)
    expect((await readBatEntries(source, bat, 40, 100)).map(({ index }) => index)).toEqual([40, 41])
    expect(await readBatEntries(source, bat, 1000, 100)).toEqual([])
  })
})

describe('the table', () => {
  test('is as long as the disk needs it', async () => {
    const { bat } = await open({ virtualDiskSize: 5 * MIB })
    expect(bat).toMatchObject({ region: { offset: 3 * MIB, length: MIB }, count: 5 })
  })

  test('can be read as far as region and file go', async () => {
    const { bat } = await open(disk)
    const { geometry } = bat
    const region = { offset: 3 * MIB, length: 80 }
    expect(openBat(region, geometry, 4 * MIB)).toMatchObject({
      bat: { count: 10 },
      findings: [{ rule: 'bat.region-too-small', values: { needed: 42, held: 10 } }],
    })
    const wide = { offset: 3 * MIB, length: MIB }
    expect(openBat(wide, geometry, 3 * MIB + 81)).toMatchObject({
      bat: { count: 10 },
      findings: [],
    })
    expect(openBat(wide, geometry, MIB)).toMatchObject({ bat: { count: 0 }, findings: [] })
  })
})
