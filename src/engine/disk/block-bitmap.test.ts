import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { disk } from '../../testing/marks.ts'
import { buildImage } from '../compose/build-image.ts'
import { MIB } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import { MAX_CELLS, MAX_RUNS, readBlockBitmap } from './block-bitmap.ts'

const child = disk({
  ...parentOf(numberedGuid(1)),
  blocks: [{ block: 2, state: 'partially-present', fill: 1 }],
  sectorBitmaps: [{ chunk: 0, fill: 0 }],
})
/** Of block 2: 2048 sectors, whose bits are behind those of blocks 0 and 1. */
const BITS = 512

test('a bitmap is decoded as its bits stand in the file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 256, maxLength: 256 }), async (bytes) => {
      const file = buildImage(child)
      const blank = await readBlockBitmap(await readImage(file), 2)
      expect(blank).toMatchObject({ sectors: 2048, here: 0, runCount: 1 })
      file.put(blank?.at.offset ?? 0, bytes)
      const found = await readBlockBitmap(await readImage(file), 2)
      if (found === undefined) return expect.unreachable('there is no bitmap')
      expect(found.at.length).toBe(256)
      expect(found.at.offset % MIB).toBe(BITS)
      const bits = [...bytes].flatMap((byte) =>
        [0, 1, 2, 3, 4, 5, 6, 7].map((i) => (byte >> i) & 1),
      )
      expect(found.here).toBe(bits.filter((bit) => bit === 1).length)
      const told = found.runs.flatMap(({ count, here }) => Array(count).fill(here ? 1 : 0))
      expect(told).toEqual(bits.slice(0, told.length))
      expect(found.runs).toHaveLength(Math.min(MAX_RUNS, found.runCount))
      if (found.runCount <= MAX_RUNS) expect(told).toHaveLength(2048)
      expect(found.runs[0]?.first).toBe(2 * 2048)
      expect(found.cells).toHaveLength(MAX_CELLS)
      expect(found.cells.reduce((sum, count) => sum + count, 0)).toBe(found.here)
    }),
    { numRuns: 20 },
  )
})

test('without its bitmap block, and outside of the disk, there is none', async () => {
  const bare = await readImage(buildImage({ ...child, sectorBitmaps: [] }))
  expect(await readBlockBitmap(bare, 2)).toBeUndefined()
  const image = await readImage(buildImage(child))
  expect(await readBlockBitmap(image, 16)).toBeUndefined()
  expect(await readBlockBitmap(image, -1)).toBeUndefined()
})
