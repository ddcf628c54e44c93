import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameOf, toNameBytes } from './names.ts'

test('no two names become one: text leads back to its bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(toNameBytes(nameOf(bytes))).toEqual(bytes)
    }),
  )
})

test('what is UTF-8 is read as it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(nameOf(new Uint8Array(Buffer.from(text)))).toBe(Buffer.from(text).toString())
    }),
  )
})

test('each byte that is no UTF-8 has a mark of its own', () => {
  expect(nameOf(Uint8Array.of(0x61, 0xff, 0xc0, 0xaf))).toBe('a\udcff\udcc0\udcaf')
})
