import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryFile } from '../bytes/memory-file.ts'
import { advance, distance, placeOf, readRing, ringRanges } from './ring.ts'

const region = { offset: 100, length: 40 }

test.each([
  [0, 8, 8],
  [32, 7, 39],
  [32, 8, 0],
  [32, 40, 32],
  [8, 100, 28],
])('position %i and %i bytes more is position %i', (position, bytes, expected) => {
  expect(advance(region, position, bytes)).toBe(expected)
})

test.each([
  [4, 12, 8],
  [12, 4, 32],
  [12, 12, 0],
])('from position %i forward to %i it is %i bytes', (from, to, expected) => {
  expect(distance(region, from, to)).toBe(expected)
})

test('a position is counted from the start of the log', () => {
  expect(placeOf(region, 12)).toBe(112)
})

test.each([
  [0, 40, [[100, 40]]],
  [30, 10, [[130, 10]]],
  [
    30,
    11,
    [
      [130, 10],
      [100, 1],
    ],
  ],
  [
    39,
    40,
    [
      [139, 1],
      [100, 39],
    ],
  ],
  [5, 0, [[105, 0]]],
])('from %i on, %i bytes are at %j', (position, length, expected) => {
  const ranges = ringRanges(region, position, length)
  expect(ranges.map((range) => [range.offset, range.length])).toEqual(expected)
})

test('more than the ring cannot be taken at once', () => {
  expect(() => ringRanges(region, 0, 41)).toThrow(RangeError)
})

test('reads of any length go on at the start of the ring', async () => {
  const file = new MemoryFile(Uint8Array.from({ length: 200 }, (_, i) => i))
  const place = fc.record({ position: fc.nat({ max: 39 }), length: fc.nat({ max: 40 }) })
  await fc.assert(
    fc.asyncProperty(place, async ({ position, length }) => {
      const expected = Uint8Array.from({ length }, (_, i) => 100 + ((position + i) % 40))
      expect(await readRing(file, region, position, length)).toEqual(expected)
    }),
  )
})
