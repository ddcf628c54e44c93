import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostileBat, imageWithBat } from '../../testing/hostile-bat.ts'
import { BAT_ENTRY_SIZE, MIB } from '../format/layout.ts'
import { readWindow, type Table } from '../image/bat/bat-window.ts'
import { chartImage } from '../space/chart-file.ts'
import { accountFor } from './account.ts'
import { blockShareCells, fileShareCells, shareOfEntries } from './share-cells.ts'
import { SHARES, type Share, shareBit } from './share-words.ts'

const MARKS = [undefined, 'guest-free', 'unknown', 'zeros'] as const
const ALL = { from: 0, to: 2 ** 40, perCell: 1 }

const sharesIn = (cells: Uint16Array): readonly Share[] =>
  SHARES.filter((share) => cells.some((bits) => (bits & shareBit(share)) !== 0))

test('cells have the shares that the account has, of the file and of the disk', async () => {
  await fc.assert(
    fc.asyncProperty(hostileBat, fc.integer({ min: 1, max: 4 }), async (disk, perCell) => {
      const image = await imageWithBat(disk)
      const charted = await chartImage(image, undefined)
      const { space } = charted
      const facts = { markOf: (block: number) => MARKS[block % 4], mayDrop: () => false }
      const { bytes, marks } = await accountFor(charted, { ...facts, data: undefined })
      const inFile = fileShareCells(space, marks, ALL)
      expect(inFile.cells).toHaveLength(Math.ceil(disk.fileSize / MIB))
      expect(sharesIn(inFile.cells)).toEqual(SHARES.filter((share) => bytes[share] > 0))

      const table: Table = { source: image.source, bat: image.bat }
      const shareOf = shareOfEntries(table, space, facts)
      const ofBlocks = await blockShareCells(table, shareOf, ALL)
      expect(ofBlocks.cells).toHaveLength(image.bat.geometry.payloadBlocks)
      // A block that shares its place may have a share of its own besides, which is not told of it.
      const held = sharesIn(ofBlocks.cells)
      for (const share of held) expect(bytes[share]).toBeGreaterThan(0)
      const found = (['in-use', 'guest-free', 'unknown', 'zeros'] as const).filter(
        (share) => bytes[share] > 0,
      )
      if (!held.includes('overlap')) expect(held).toEqual(found)

      // Larger cells are the small ones joined.
      for (const [small, large] of [
        [inFile, fileShareCells(space, marks, { ...ALL, perCell })],
        [ofBlocks, await blockShareCells(table, shareOf, { ...ALL, perCell })],
      ] as const) {
        const joined = Array.from(large.cells, (_, cell) =>
          small.cells
            .subarray(cell * perCell, (cell + 1) * perCell)
            .reduce((bits, more) => bits | more, 0),
        )
        expect([...large.cells]).toEqual(joined)
      }

      const { count } = image.bat
      const view = await readWindow(table, 0, count)
      for (let index = 0; index < count; index++) {
        const at = index * BAT_ENTRY_SIZE
        const share = shareOf(index, view.getUint32(at, true), view.getUint32(at + 4, true))
        // The place that an entry behind the last block names may belong to somebody.
        if (share && share !== 'past-disk') expect(bytes[share]).toBeGreaterThan(0)
      }
    }),
    { numRuns: 40 },
  )
})
