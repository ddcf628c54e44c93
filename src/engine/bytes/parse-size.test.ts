import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatBytes } from './format.ts'
import { parseSize, readSize, sizeText } from './parse-size.ts'

test.each([
  ['0', 0n],
  ['4096', 4096n],
  ['64KiB', 65_536n],
  ['10 GiB', 10n << 30n],
  ['64TiB', 1n << 46n],
  ['18446744073709551615', 2n ** 64n - 1n],
  ['0x10', 16n],
  ['0xFFFFFFFFFFFFFFFF', 2n ** 64n - 1n],
])('%s is %d bytes', (text, size) => {
  expect(parseSize(text)).toBe(size)
})

test.each([
  '',
  'KiB',
  '-1',
  '1.5GiB',
  '1GB',
  '1G',
  '1gib',
  '1  GiB',
  ' 1',
  '1\n',
  '0x',
  '0x1g',
  '0x1KiB',
  '0x10000000000000000',
  '1e3',
])('“%s” is no size', (text) => {
  expect(parseSize(text)).toBeUndefined()
})

test('a hundred thousand digits are no size, and cost nothing', () => {
  expect(parseSize('9'.repeat(100_000))).toBeUndefined()
})

test('reads whole sizes as they are shown', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1023 }), fc.integer({ min: 1, max: 6 }), (n, unit) => {
      const size = BigInt(n) << BigInt(10 * unit)
      expect(parseSize(formatBytes(size))).toBe(size)
    }),
  )
})

test.each([
  ['0x110000', 0x110000],
  ['0X1f', 0x1f],
  ['1,024', 1024],
  ['36MiB', 36 * 2 ** 20],
  ['36 mib', 36 * 2 ** 20],
  ['1.5 GiB', 1.5 * 2 ** 30],
  ['2T', 2 ** 41],
  ['2PiB', 2 ** 51],
  ['7b', 7],
])('%s is a size that is typed', (text, value) => {
  expect(readSize(text)).toBe(BigInt(value))
})

test.each(['', 'x', '0x', '12 miles', '1.5.5', '1.5', '1,5', '1e3', '0x10 MiB', '1.3KiB', '-4'])(
  '“%s” is no size',
  (text) => {
    expect(readSize(text)).toBeUndefined()
  },
)

test('what is written out is read as the same, typed or not', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (size) => {
      expect(parseSize(sizeText(size))).toBe(size)
      expect(readSize(sizeText(size))).toBe(size)
    }),
  )
  expect([sizeText(0n), sizeText(10n << 30n), sizeText(1536n)]).toEqual(['0', '10GiB', '1536'])
})
