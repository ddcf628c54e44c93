import { expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { GIB, TIB } from '../format/layout.ts'
import { type BatTextFormat, type BatTextQuery, batText } from './bat-text.ts'
import { inspect } from './inspect.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }

const DISK: ImageDescription = {
  virtualDiskSize: 8 * GIB,
  blocks: [
    { block: 3, fileOffsetMB: 9 },
    { block: 4096, fileOffsetMB: 7 },
  ],
  bat: { 4: { state: 'reserved-5', fileOffsetMB: 2 ** 44 - 1 } },
  log: {
    entries: [
      { updates: [{ kind: 'bat', changes: { 8: { state: 'fully-present', fileOffsetMB: 10 } } }] },
    ],
  },
}

async function textOf(disk: ImageDescription, query: BatTextQuery, format: BatTextFormat) {
  const pieces: string[] = []
  for await (const piece of batText(await inspect(buildImage(disk), IDS), query, format)) {
    pieces.push(piece)
  }
  return pieces
}

const csv = async (query: BatTextQuery) =>
  (await textOf(DISK, query, 'csv')).join('').trimEnd().split('\r\n')

test('the entries in a state are lines of a CSV file', async () => {
  expect(await csv({ state: 'before', states: ['payload:fully-present'] })).toEqual([
    'index,kind,number,virtual_offset,virtual_offset_hex,state,file_offset,file_offset_hex,other_state,other_file_offset',
    '3,payload,3,3145728,0x300000,FULLY_PRESENT,9437184,0x900000,FULLY_PRESENT,9437184',
    '4097,payload,4096,4294967296,0x100000000,FULLY_PRESENT,7340032,0x700000,FULLY_PRESENT,7340032',
  ])
})

test('what the replay changes is said in either state, and places above 2^53 are exact', async () => {
  const [, before] = await csv({ state: 'before', changedOnly: true })
  expect(before).toBe('8,payload,8,8388608,0x800000,NOT_PRESENT,,,FULLY_PRESENT,10485760')
  const [, after] = await csv({ state: 'after', changedOnly: true })
  expect(after).toBe('8,payload,8,8388608,0x800000,FULLY_PRESENT,10485760,0xA00000,NOT_PRESENT,')
  const [, reserved] = await csv({ state: 'before', states: ['payload:reserved-5'] })
  expect(reserved).toContain('RESERVED_5,18446744073708503040,0xFFFFFFFFFFF00000')
})

test('no cell of a CSV file can be a formula', async () => {
  const cells = (await csv({ state: 'before' })).flatMap((line) => line.split(','))
  expect(cells.filter((cell) => !/^(\w[\w-]*)?$/.test(cell))).toEqual([])
  expect(cells.length).toBeGreaterThan(80_000)
})

test('as JSON they are objects, without what they do not have', async () => {
  const text = await textOf(DISK, { state: 'before', changedOnly: true }, 'json')
  expect(JSON.parse(text.join(''))).toEqual([
    {
      index: 8,
      kind: 'payload',
      number: 8,
      virtual_offset: 8388608,
      virtual_offset_hex: '0x800000',
      state: 'NOT_PRESENT',
      other_state: 'FULLY_PRESENT',
      other_file_offset: 10485760,
    },
  ])
  const none = await textOf(DISK, { state: 'before', states: ['payload:zero'] }, 'json')
  expect(JSON.parse(none.join(''))).toEqual([])
})

test('many entries come in pieces', async () => {
  const pieces = await textOf({ virtualDiskSize: TIB / 4 }, { state: 'before' }, 'csv')
  expect(pieces.length).toBeGreaterThan(5)
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(1.1 * 2 ** 20)
  // A header, the blocks, and the bitmaps between them.
  expect(pieces.join('').split('\r\n')).toHaveLength(1 + 2 ** 18 + 2 ** 6 - 1 + 1)
})
