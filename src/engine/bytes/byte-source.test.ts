import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ByteRange, checkPlace, checkRange, position } from './byte-source.ts'
import { endOf, overlaps } from './ranges.ts'

test('a 64-bit value is a place in a file up to 2^53-1', () => {
  expect(position(0n)).toBe(0)
  expect(position(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER)
  expect(position(2n ** 53n)).toBeUndefined()
  expect(position(2n ** 64n - 1n)).toBeUndefined()
})

test('the end of a range is the offset behind its last byte', () => {
  expect(endOf({ offset: 10, length: 5 })).toBe(15)
})

test('ranges overlap where they share a byte', () => {
  const range = fc.record({ offset: fc.nat(30), length: fc.nat(10) })
  const bytes = ({ offset, length }: ByteRange) => Array.from({ length }, (_, i) => offset + i)
  fc.assert(
    fc.property(range, range, (a, b) => {
      const shared = bytes(a).filter((byte) => bytes(b).includes(byte))
      expect(overlaps(a, b)).toBe(shared.length > 0)
    }),
  )
})

test('a range inside is let pass, the empty one at the end included', () => {
  expect(() => checkRange(10, 0, 10)).not.toThrow()
  expect(() => checkRange(10, 10, 0)).not.toThrow()
})

test.each([
  [10, 0, 11],
  [10, 11, 0],
  [10, -1, 1],
  [10, 1, -1],
  [10, Number.NaN, 1],
  [10, 1, Number.NaN],
  [10, 0.5, 1],
  [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 1],
])('in a source of %d bytes [%d, +%d) is a RangeError', (size, offset, length) => {
  expect(() => checkRange(size, offset, length)).toThrow(RangeError)
})

test('a write may end at 2^53-1 and not behind it', () => {
  expect(() => checkPlace(Number.MAX_SAFE_INTEGER)).not.toThrow()
  expect(() => checkPlace(Number.MAX_SAFE_INTEGER - 1, 1)).not.toThrow()
  expect(() => checkPlace(Number.MAX_SAFE_INTEGER, 1)).toThrow(RangeError)
  expect(() => checkPlace(-1)).toThrow(RangeError)
  expect(() => checkPlace(0.5)).toThrow(RangeError)
})
