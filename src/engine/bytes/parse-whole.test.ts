import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseWhole } from './parse-whole.ts'

test('reads what is written, in decimal and in hex digits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      expect(parseWhole(String(value))).toBe(value)
      expect(parseWhole(`0x${value.toString(16)}`)).toBe(value)
    }),
  )
})

test.each([
  '',
  ' ',
  ' 1',
  '1\n',
  '-1',
  '+1',
  '1.5',
  '1.0',
  '1e3',
  '1,000',
  '0x',
  '0xg',
  '1n',
  '１',
])('“%s” is no whole number', (text) => {
  expect(parseWhole(text)).toBeUndefined()
})

test('more digits than any number here has are none', () => {
  expect(parseWhole('1'.repeat(21))).toBeUndefined()
  expect(parseWhole(`0x${'1'.repeat(17)}`)).toBeUndefined()
})
