import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { countDifferent } from './change-builder.ts'

/** Bytes somewhere in a buffer, as they are read: few values, so that many are the same. */
const bytes = (length: number) =>
  fc
    .tuple(
      fc.uint8Array({ minLength: length + 8, maxLength: length + 8, max: 2 }),
      fc.nat({ max: 8 }),
    )
    .map(([all, from]) => all.map((b) => b * 127).subarray(from, from + length))

/** A whole sector mostly; at the end of a file that was cut, or of a run of no whole sectors, any less. */
const length = fc.oneof(fc.constant(LOG_SECTOR_SIZE), fc.nat({ max: LOG_SECTOR_SIZE }))
const pair = length.chain((size) => fc.record({ old: bytes(size), now: bytes(size) }))

test('counts the bytes that differ, wherever they are in a word, and however many there are', () => {
  fc.assert(
    fc.property(pair, ({ old, now }) => {
      expect(countDifferent({ old, now })).toBe(now.filter((byte, i) => byte !== old[i]).length)
    }),
    { numRuns: 50 },
  )
})
