import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildImage } from '../../compose/build-image.ts'
import { MIB } from '../../format/layout.ts'
import { readImage } from '../image.ts'
import { tableOf } from './bat-window.ts'
import { findBlockAt } from './find-block.ts'
import { blocksIn, findBlocks } from './find-blocks.ts'

const place = fc.nat({ max: 24 })
const bat = fc.dictionary(
  fc.nat({ max: 15 }).map(String),
  fc.record({ state: fc.constantFrom('fully-present', 'zero'), fileOffsetMB: place }),
  { maxKeys: 10, noNullPrototype: true },
)
/** Sectors, disjoint and in order. */
const targets = fc.uniqueArray(fc.nat({ max: 26 * 256 }), { minLength: 1, maxLength: 6 })

test('finds for many places at once what a search for each of them finds', async () => {
  await fc.assert(
    fc.asyncProperty(bat, targets, async (entries, sectors) => {
      const file = buildImage({ virtualDiskSize: 64 * MIB, blockSize: 4 * MIB, bat: entries })
      const table = tableOf(await readImage(file))
      if (!table) throw new Error('the image should have a BAT')
      const ranges = sectors
        .sort((a, b) => a - b)
        .map((sector) => ({ offset: sector * 4096, length: 4096 }))
      const owned = await findBlocks(table, ranges)
      for (const range of ranges) {
        const one = await findBlockAt(table.source, table.bat, range.offset)
        expect(blocksIn(owned ?? [], range)).toEqual(one ? [one] : [])
      }
    }),
    { numRuns: 60 },
  )
})

test('of more blocks than are kept nothing is told, so that none is taken for unallocated space', async () => {
  const entries = {
    0: { state: 'fully-present', fileOffsetMB: 8 },
    1: { state: 'fully-present', fileOffsetMB: 12 },
  } as const
  const file = buildImage({ virtualDiskSize: 64 * MIB, blockSize: 4 * MIB, bat: entries })
  const table = tableOf(await readImage(file))
  if (!table) throw new Error('the image should have a BAT')
  const all = [{ offset: 0, length: 64 * MIB }]
  expect(await findBlocks(table, all, undefined, 2)).toHaveLength(2)
  expect(await findBlocks(table, all, undefined, 1)).toBeUndefined()
})
