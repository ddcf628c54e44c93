import { expect, test } from 'vitest'
import { batEntryRange, blockIndex, indexOfRange } from '../../engine/format/bat-index.ts'
import type { BatEntry } from '../../engine/image/bat/bat.ts'
import type { Geometry } from '../../engine/image/metadata/geometry.ts'
import {
  blockName,
  blockOf,
  fileRange,
  otherText,
  placeText,
  rangeText,
  virtualRange,
  virtualText,
} from './bat-words.ts'

const MIB = 2 ** 20
const geometry = { blockSize: 2 * MIB, virtualDiskSize: 5 * MIB } as Geometry
const payload = (values: Partial<BatEntry>): BatEntry =>
  ({
    kind: 'payload',
    index: 17,
    block: 17,
    state: 'fully-present',
    fileOffsetMB: 29,
    reserved: 0,
    ...values,
  }) as BatEntry
const bitmap = {
  kind: 'sector-bitmap',
  index: 4096,
  chunk: 0,
  state: 'present',
  fileOffsetMB: 3,
  reserved: 0,
} as const

test('blocks and sector bitmaps are named', () => {
  expect(blockName(payload({}))).toBe('Block 17')
  expect(blockName(bitmap)).toBe('Sector bitmap of chunk 0')
})

test('a block that is not there has no place', () => {
  expect(placeText(payload({ state: 'not-present', fileOffsetMB: 0 }))).toBe('–')
  expect(otherText(payload({ state: 'not-present', fileOffsetMB: 0 }))).toBe('NOT_PRESENT')
  expect(otherText(payload({}))).toBe('FULLY_PRESENT at 29 MiB')
})

test('a place that is kept is shown, and one at the start of the file is, where it must be a place', () => {
  expect(placeText(payload({ state: 'zero', fileOffsetMB: 7 }))).toBe('7 MiB')
  expect(fileRange(payload({ fileOffsetMB: 0 }), geometry)).toEqual({ offset: 0, length: 2 * MIB })
})

test('the last block of the disk may be shorter', () => {
  expect(virtualRange(payload({ block: 2 }), geometry)).toEqual({ offset: 4 * MIB, length: MIB })
  expect(virtualRange(bitmap, geometry)).toBeUndefined()
})

test('a block behind the end of the disk has no place on it', () => {
  expect(virtualRange(payload({ block: 3 }), geometry)).toBeUndefined()
  expect(virtualText(payload({ block: 3 }), geometry)).toBe('past the end')
  expect(virtualText(payload({ block: 2 }), geometry)).toBe('0x400000')
  expect(virtualText(bitmap, geometry)).toBe('–')
})

test('the last byte of a block is exact at any place that an entry can say', () => {
  const range = fileRange(payload({ fileOffsetMB: 2 ** 40 }), geometry)
  expect(range && rangeText(range)).toMatch(/^0x1000000000000000 to 0x10000000001FFFFF \(/)
})

test('a sector bitmap block has 1 MiB', () => {
  expect(fileRange(bitmap, geometry)).toEqual({ offset: 3 * MIB, length: MIB })
})

test('a range names its first and last byte', () => {
  expect(rangeText({ offset: 4 * MIB, length: MIB })).toBe('0x400000 to 0x4FFFFF (1 MiB at 4 MiB)')
})

test('blocks and entries are found by each other', () => {
  const disk = { chunkRatio: 4, payloadBlocks: 10 } as Geometry
  expect([0, 3, 4, 9].map((block) => blockIndex(disk, block))).toEqual([0, 3, 5, 11])
  expect([0, 3, 5, 11].map((index) => blockOf(index, disk))).toEqual([0, 3, 4, 9])
  expect([4, 9].map((index) => blockOf(index, disk))).toEqual([3, 7])
})

test('the bytes of an entry, all of them and no more, are that entry', () => {
  const bat = { offset: 0x300000, length: 64 }
  for (const index of [0, 3, 7])
    expect(indexOfRange(bat, batEntryRange({ region: bat }, index))).toBe(index)
  for (const range of [
    { offset: 0x300000, length: 16 },
    { offset: 0x300004, length: 8 },
    { offset: 0x2ffff8, length: 8 },
    { offset: 0x300040, length: 8 },
  ]) {
    expect(indexOfRange(bat, range)).toBeUndefined()
  }
})
