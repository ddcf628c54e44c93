import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatBytes, formatCount, formatHex, plural } from './format.ts'

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1023 bytes'],
  [1024, '1 KiB'],
  [1536, '1.50 KiB'],
  [33_554_432, '32 MiB'],
  [300_000, '300,000 bytes'],
  [1_048_575, '1 MiB − 1 byte'],
  [0x301000, '3 MiB + 4 KiB'],
  [12 * 2 ** 30 + 41 * 2 ** 20, '12 GiB + 41 MiB'],
  [127_100_000_000, '118.4 GiB'],
  [70_368_744_177_664n, '64 TiB'],
  [2n ** 64n - 1n, '16 EiB'],
])('%s bytes are shown as %s', (value, shown) => {
  expect(formatBytes(value)).toBe(shown)
})

test('a size that is shown as whole is whole, and none has decimals for nothing', () => {
  const sizes = fc.oneof(
    fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    fc
      .record({
        unit: fc.nat({ max: 4 }),
        count: fc.nat({ max: 1023 }),
        by: fc.integer({ min: -5000, max: 5000 }),
      })
      .map(({ unit, count, by }) => Math.max(0, count * 1024 ** unit + by)),
  )
  fc.assert(
    fc.property(sizes, (size) => {
      const text = formatBytes(size)
      expect(text).not.toMatch(/\.0+ /)
      const [number = '', name = '', ...rest] = text.split(' ')
      const unit = ['byte', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'].indexOf(
        name.replace('bytes', 'byte'),
      )
      const stated = Number(number.replaceAll(',', '')) * 1024 ** unit
      if (name === 'KiB') expect(rest).toEqual([])
      if (!number.includes('.') && rest.length === 0) expect(stated).toBe(size)
      expect(Math.abs(stated - size)).toBeLessThanOrEqual(0.051 * 1024 ** unit)
    }),
    { numRuns: 500 },
  )
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
