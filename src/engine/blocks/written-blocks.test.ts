/** A log that writes to payload blocks: all who speak of such a write say the same. */
import { expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import { readDescriptorRows } from '../entries/descriptor-rows.ts'
import { CHANGED_BIT } from '../format/block-class.ts'
import { LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { locate } from '../places/locate.ts'
import { BatRows } from './bat-rows.ts'
import { batText } from './bat-text.ts'
import { readBlockMap } from './block-map.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }
const BLOCK = 4 * MIB
const NAME = 'Payload block 2 (BAT[2])'

/** Block 2 is written to, block 5 only moved, and of block 7 what is there is written again. */
async function written() {
  const data = (fileOffset: number, fill: number) =>
    ({
      kind: 'data',
      fileOffset: BigInt(fileOffset),
      bytes: new Uint8Array(LOG_SECTOR_SIZE).fill(fill),
    }) as const
  const source = buildImage({
    virtualDiskSize: 16 * MIB,
    blocks: [
      { block: 2, fill: 1, fileOffsetMB: 4 },
      { block: 5, fill: 1, fileOffsetMB: 5 },
      { block: 7, fill: 1, fileOffsetMB: 6 },
    ],
    fileSize: 9 * MIB,
    log: {
      entries: [
        {
          updates: [
            data(BLOCK + 8192, 2),
            data(BLOCK + 12288, 3),
            { kind: 'bat', changes: { 5: { state: 'fully-present', fileOffsetMB: 7 } } },
            data(6 * MIB, 1),
            data(8 * MIB, 1),
          ],
        },
      ],
    },
  })
  return surveyBlocks(await inspect(source, IDS))
}

test('a change of a payload block is named by the block, and nothing else is', async () => {
  const { update, before, scan } = await written()
  const told = update?.report.changes.map(({ structure, summary }) => [structure, summary])
  expect(told).toEqual([
    ['bat', 'BAT[5]: FULLY_PRESENT at 5 MiB → at 7 MiB'],
    ['payload-block', `${NAME}: 8,192 bytes in 2 sectors`],
    ['unowned', 'unallocated space: 4,096 bytes in 1 sector'],
  ])
  const { path } = await locate({ source: before.source, image: before, scan }, BLOCK + 8192)
  expect(path[0]?.name).toBe(NAME)
})

test('the descriptors name their targets like the changes', async () => {
  const inspected = await written()
  const { rows } = await readDescriptorRows(inspected, 0, { start: 0, count: 9 })
  expect(rows.map(({ target }) => target).sort()).toEqual([
    'BAT[0–511]',
    NAME,
    NAME,
    'Payload block 7 (BAT[7])',
    'unallocated space',
  ])
})

test('the map and the rows count a block whose data change, and none that is written as it is', async () => {
  const inspected = await written()
  const map = await readBlockMap(inspected, { from: 0, to: 16, perCell: 1 })
  expect(map.changed).toBe(2)
  for (const state of ['before', 'after'] as const) {
    const cells = [...(map[state]?.cells ?? [])]
    expect(cells.flatMap((bits, block) => (bits & CHANGED_BIT ? [block] : []))).toEqual([2, 5])
    const query = { state, changedOnly: true, start: 0, count: 16 }
    const { rows } = await new BatRows(inspected).page(query)
    expect(rows.map(({ entry, hasNewData }) => [entry.index, hasNewData])).toEqual([
      [2, true],
      [5, false],
    ])
    const text: string[] = []
    for await (const piece of batText(inspected, query, { format: 'csv' })) text.push(piece)
    expect(text.join('').trim().split('\r\n')).toHaveLength(3)
  }
})
