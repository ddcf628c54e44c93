import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildImage } from '../compose/build-image.ts'
import type { BatChanges } from '../compose/description.ts'
import { mapDisk } from '../disk/map-disk.ts'
import { PAYLOAD_STATES } from '../format/bat-entry.ts'
import { MIB } from '../format/layout.ts'
import { tableOf } from '../image/bat/bat-window.ts'
import { readImage } from '../image/image.ts'
import { MAX_LOST_RANGES, readLosses } from './losses.ts'

const BLOCKS = 12

const entries = fc.dictionary(
  fc.nat({ max: BLOCKS - 1 }).map(String),
  fc.record({
    state: fc.constantFrom(...PAYLOAD_STATES),
    fileOffsetMB: fc.oneof(fc.nat({ max: 16 }), fc.constantFrom(2 ** 40, 2 ** 44 - 1)),
  }),
)

test('what is lost is what the disk cannot be read from, whatever its table says', async () => {
  await fc.assert(
    fc.asyncProperty(
      entries,
      fc.integer({ min: 4 * MIB, max: 16 * MIB }),
      fc.nat({ max: MIB - 1 }),
      fc.constantFrom('dynamic' as const, 'differencing' as const),
      async (bat, fileSize, less, kind) => {
        const image = await readImage(
          buildImage({
            virtualDiskSize: BLOCKS * MIB - Math.floor(less / 512) * 512,
            kind,
            bat: bat as BatChanges,
            sectorBitmaps: [{ chunk: 0, fill: 0x0f }],
            fileSize,
          }),
        )
        const table = tableOf(image)
        if (!table) return
        const { virtualDiskSize, blockSize } = table.bat.geometry
        const { pastEnd, untold } = await readLosses(table)
        const extents = await mapDisk(table, 0, virtualDiskSize)
        const unreadable = extents.filter(({ from }) => from === 'unreadable')
        const bytes = unreadable.reduce((sum, { length }) => sum + length, 0)
        expect(pastEnd.bytes + untold.bytes).toBe(bytes)
        const ranges = [...pastEnd.ranges, ...untold.ranges]
        if (ranges.length < pastEnd.rangeCount + untold.rangeCount) return
        expect(ranges.reduce((sum, { length }) => sum + length, 0)).toBe(bytes)
        const lost = new Set(ranges.map(({ offset }) => Math.floor(offset / blockSize)))
        expect(pastEnd.blocks + untold.blocks).toBeGreaterThanOrEqual(lost.size)
      },
    ),
    { numRuns: 150 },
  )
})

test('neighbouring blocks are one range, and of many ranges the first are listed', async () => {
  const bat = Object.fromEntries(
    Array.from({ length: 3000 }, (_, i) => [
      i,
      {
        state: i % 2 === 0 || i < 4 ? ('fully-present' as const) : ('zero' as const),
        fileOffsetMB: 9000 + i,
      },
    ]),
  )
  const table = tableOf(await readImage(buildImage({ virtualDiskSize: 3000 * MIB, bat })))
  if (!table) throw new Error('the image has a BAT')
  const { pastEnd, untold, neededSize } = await readLosses(table)
  expect(pastEnd.ranges[0]).toEqual({ offset: 0, length: 5 * MIB })
  expect(pastEnd.ranges).toHaveLength(MAX_LOST_RANGES)
  expect(pastEnd).toMatchObject({ blocks: 1502, bytes: 1502 * MIB, rangeCount: 1498 })
  expect(untold).toMatchObject({ blocks: 0, bytes: 0 })
  expect(neededSize).toBe((9000 + 2999) * MIB)
})
