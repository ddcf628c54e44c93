import { expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { classBit } from '../format/block-class.ts'
import { GIB, MIB, TIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { chartFile } from '../space/chart-file.ts'
import type { FileSpace } from '../space/file-space.ts'
import { BatRows } from './bat-rows.ts'
import { type BatTextFormat, type BatTextQuery, batText } from './bat-text.ts'
import { readBlockMap } from './block-map.ts'

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
  for await (const piece of batText(await inspect(buildImage(disk), IDS), query, { format })) {
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

test('entries of a differencing disk behind its end have no place on it', async () => {
  const disk: ImageDescription = { virtualDiskSize: 2 * MIB, kind: 'differencing' }
  const lines = (await textOf(disk, { state: 'before' }, 'csv')).join('').split('\r\n')
  expect(lines[2]).toBe('1,payload,1,1048576,0x100000,NOT_PRESENT,,,,')
  expect(lines[3]).toBe('2,payload,2,,,NOT_PRESENT,,,,')
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

const SHUFFLED: ImageDescription = {
  virtualDiskSize: 8 * GIB,
  fileSize: 32 * MIB,
  bat: {
    3: { state: 'fully-present', fileOffsetMB: 20 },
    5: { state: 'fully-present', fileOffsetMB: 9 },
    7: { state: 'fully-present', fileOffsetMB: 20 },
    4200: { state: 'fully-present', fileOffsetMB: 8 },
    9: { state: 'reserved-4' },
    11: { state: 'fully-present', fileOffsetMB: 2 ** 40 },
    12: { state: 'partially-present', fileOffsetMB: 15 },
    4096: { state: 'reserved-2' },
  },
}
const indicesOf = async (query: Partial<BatTextQuery>, space?: FileSpace) => {
  const text: string[] = []
  const image = await inspect(buildImage(SHUFFLED), IDS)
  for await (const piece of batText(
    image,
    { state: 'before', ...query },
    { format: 'json', space },
  )) {
    text.push(piece)
  }
  const rows = new BatRows(image)
  const page = await rows.page({ state: 'before', start: 0, count: 1000, ...query }, undefined, {
    space,
  })
  const indices = JSON.parse(text.join('')).map(({ index }: { index: number }) => index)
  // What is exported are the rows of the table, in their order.
  expect(page.rows.map(({ entry }) => entry.index)).toEqual(indices.slice(0, 1000))
  return indices
}

test('rows are exported in the order of the table', async () => {
  const states = ['payload:fully-present']
  expect(await indicesOf({ states })).toEqual([3, 5, 7, 11, 4200])
  expect(await indicesOf({ states, descending: true })).toEqual([4200, 11, 7, 5, 3])
  const sort = 'file-offset'
  expect(await indicesOf({ states, sort })).toEqual([4200, 5, 3, 7, 11])
  expect(await indicesOf({ states, sort, descending: true })).toEqual([11, 7, 3, 5, 4200])
  expect((await indicesOf({ descending: true })).slice(0, 2)).toEqual([8192, 8191])
  const dirty = await textOf(DISK, { state: 'after', changedOnly: true, sort }, 'csv')
  expect(dirty.join('')).toContain(
    '8,payload,8,8388608,0x800000,FULLY_PRESENT,10485760,0xA00000,NOT_PRESENT,',
  )
})

test('entries that say what cannot be are a filter of their own', async () => {
  const alone = [9, 11, 12, 4096]
  expect(await indicesOf({ states: ['invalid'] })).toEqual(alone)
  const { before } = await chartFile(await inspect(buildImage(SHUFFLED), IDS))
  expect(await indicesOf({ states: ['invalid'] }, before.space)).toEqual([3, 7, ...alone])
  expect(await indicesOf({ states: ['invalid', 'payload:fully-present'] })).toEqual([
    3, 5, 7, 9, 11, 12, 4096, 4200,
  ])
})

test('a map of the blocks has those that share their place as invalid, where it is asked for', async () => {
  const image = await inspect(buildImage(SHUFFLED), IDS)
  const { before } = await chartFile(image)
  const query = { from: 0, to: 8192, perCell: 1 }
  const invalid = (cells: Uint8Array | undefined) =>
    [...(cells ?? [])].flatMap((bits, block) => (bits & classBit('invalid') ? [block] : []))
  const plain = await readBlockMap(image, query)
  expect(invalid(plain.before?.cells)).toEqual([9, 11, 12])
  const spaces = { before: before.space, after: undefined }
  const whole = await readBlockMap(image, { ...query, clashes: true }, undefined, spaces)
  expect(invalid(whole.before?.cells)).toEqual([3, 7, 9, 11, 12])
  expect(whole.before?.invalid).toBe(5)
})
