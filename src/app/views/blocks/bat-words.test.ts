import { expect, test } from 'vitest'
import type { BatEntry } from '../../../engine/image/bat.ts'
import type { Geometry } from '../../../engine/image/geometry.ts'
import {
  blockName,
  blockOf,
  fileRange,
  indexOfBlock,
  otherText,
  placeText,
  rangeText,
  virtualRange,
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
  expect(virtualRange(payload({ block: 9 }), geometry)?.length).toBe(0)
  expect(virtualRange(bitmap, geometry)).toBeUndefined()
})

test('a sector bitmap block has 1 MiB', () => {
  expect(fileRange(bitmap, geometry)).toEqual({ offset: 3 * MIB, length: MIB })
})

test('a range names its first and last byte', () => {
  expect(rangeText({ offset: 4 * MIB, length: MIB })).toBe('0x400000 to 0x4FFFFF (1 MiB at 4 MiB)')
})

test('blocks and entries are found by each other', () => {
  const disk = { chunkRatio: 4, payloadBlocks: 10 } as Geometry
  expect([0, 3, 4, 9].map((block) => indexOfBlock(block, disk))).toEqual([0, 3, 5, 11])
  expect([0, 3, 5, 11].map((index) => blockOf(index, disk))).toEqual([0, 3, 4, 9])
  expect([4, 9].map((index) => blockOf(index, disk))).toEqual([3, 7])
})
