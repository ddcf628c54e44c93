import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packLznt1 } from '../../../../testing/lznt1.ts'
import { cases } from '../../../../testing/thorough.ts'
import { unpackLznt1 } from './lznt1.ts'

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))
const hex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits, 'hex'))
/** Text that repeats itself, at distances of all kinds. */
const repeating = fc
  .array(fc.tuple(fc.constantFrom('ab', 'x', 'hello ', '0123456789abcdef'), fc.nat({ max: 700 })), {
    maxLength: 20,
  })
  .map((parts) => bytesOf(parts.map(([text, count]) => text.repeat(count)).join('')))

test('what is packed comes out again', () => {
  fc.assert(
    fc.property(fc.oneof(repeating, fc.uint8Array({ maxLength: 9000 })), (bytes) => {
      const unpacked = unpackLznt1(packLznt1(bytes), bytes.length)
      expect(Buffer.compare(unpacked.bytes, bytes)).toBe(0)
      expect(unpacked.damaged).toEqual([])
    }),
    { numRuns: cases(60) },
  )
})

test('any bytes give as many as are asked for', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat({ max: 70_000 }), (packed, size) => {
      const { bytes, damaged } = unpackLznt1(packed, size)
      expect(bytes).toHaveLength(size)
      let end = 0
      for (const { offset, length } of damaged) {
        expect(offset >= end && length > 0).toBe(true)
        end = offset + length
        expect(bytes.subarray(offset, end).every((byte) => byte === 0)).toBe(true)
      }
      expect(end).toBeLessThanOrEqual(size)
    }),
    { numRuns: cases(200) },
  )
})

test.each<[string, string, string]>([
  ['a chunk as it is', '0230616263', 'abc\0\0\0'],
  ['a copy of one byte, many times', '03b002610200', 'aaaaaa'],
  ['the bytes behind the end of a chunk are zeros', '02b0006162', 'ab\0\0\0\0'],
  ['zeros end it', '02b000616200000230616263', 'ab\0\0\0\0'],
])('%s', (_, packed, unpacked) => {
  expect(unpackLznt1(hex(packed), 6)).toEqual({ bytes: bytesOf(unpacked), damaged: [] })
})

test.each<[string, string, number]>([
  ['that leads behind the beginning', '04b004616205f0', 2],
  ['at the beginning', '02b0010000', 0],
  ['of which only half is there', '03b00461620b', 2],
])('a copy %s ends its chunk, and not the next one', (_, packed, from) => {
  const { bytes: out, damaged } = unpackLznt1(
    new Uint8Array([...hex(packed), ...hex('02b0007a7a')]),
    4098,
  )
  expect(out.subarray(4096)).toEqual(bytesOf('zz'))
  expect(damaged).toEqual([{ offset: from, length: 4096 - from }])
  expect(out.subarray(from, 4096).every((byte) => byte === 0)).toBe(true)
})

test('a chunk that is longer than what is there ends all', () => {
  expect(unpackLznt1(hex('ffbf0061'), 3)).toEqual({
    bytes: new Uint8Array(3),
    damaged: [{ offset: 0, length: 3 }],
  })
})
