import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32c } from './crc32c.ts'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/** RFC 3720, appendix B.4, and the check value of the catalogues of CRCs. */
test.each([
  ['123456789', ascii('123456789'), 0xe3069283],
  ['nothing', new Uint8Array(), 0],
  ['32 zeros', new Uint8Array(32), 0x8a9136aa],
  ['32 times 0xff', new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ['31 to 0', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
])('CRC-32C of %s', (_, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected)
})

test('parts count as if they stood one behind the other', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (parts) => {
      const whole = Uint8Array.from(parts.flatMap((part) => Array.from(part)))
      expect(crc32c(...parts)).toBe(crc32c(whole))
    }),
  )
})
