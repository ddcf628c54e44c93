import { expect, test } from 'vitest'
import { formatBytes, formatCount, formatHex, plural } from './format.ts'

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1023 bytes'],
  [1024, '1 KiB'],
  [1536, '1.50 KiB'],
  [33_554_432, '32 MiB'],
  [1_048_575, '1.00 MiB'],
  [127_100_000_000, '118.4 GiB'],
  [70_368_744_177_664n, '64 TiB'],
  [2n ** 64n - 1n, '16 EiB'],
])('%s bytes are shown as %s', (value, shown) => {
  expect(formatBytes(value)).toBe(shown)
})

test.each([
  [0, 1, '0x0'],
  [0xabc, 1, '0xABC'],
  [0xabc, 8, '0x00000ABC'],
  [2n ** 64n - 4096n, 1, '0xFFFFFFFFFFFFF000'],
])('%s in hex, at least %i digits, is %s', (value, digits, shown) => {
  expect(formatHex(value, digits)).toBe(shown)
})

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
  [18446744073709551615n, '18,446,744,073,709,551,615'],
])('%s is shown as %s', (value, shown) => {
  expect(formatCount(value)).toBe(shown)
})

test('one thing is singular, none and many are plural', () => {
  expect(plural(1, 'entry', 'entries')).toBe('1 entry')
  expect(plural(0, 'entry', 'entries')).toBe('0 entries')
  expect(plural(7000n, 'write')).toBe('7,000 writes')
})
