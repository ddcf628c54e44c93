import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32c } from './crc32c.ts'
import { combineCrc32c } from './crc32c-combine.ts'

test('two checksums combine to that of the bytes one behind the other', () => {
  const part = fc.uint8Array({ maxLength: 300 })
  fc.assert(
    fc.property(part, part, (a, b) => {
      expect(combineCrc32c(crc32c(a), crc32c(b), b.length)).toBe(crc32c(a, b))
    }),
  )
})

test('long parts combine too', () => {
  const a = new Uint8Array(4096).fill(0xa5)
  const b = new Uint8Array(3 * 1024 * 1024 + 1).map((_, i) => i * 7)
  expect(combineCrc32c(crc32c(a), crc32c(b), b.length)).toBe(crc32c(a, b))
})

test('a second part without bytes changes nothing', () => {
  expect(combineCrc32c(0xe3069283, crc32c(), 0)).toBe(0xe3069283)
})

test('the greatest length is taken', () => {
  // x has the order 2^31 - 1 and 8 has no factor in common with it: lengths count modulo that.
  const longest = Number.MAX_SAFE_INTEGER
  const same = Number(BigInt(longest) % (2n ** 31n - 1n))
  expect(combineCrc32c(0x12345678, 0x9abcdef0, longest)).toBe(
    combineCrc32c(0x12345678, 0x9abcdef0, same),
  )
})
