import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeGuid, encodeGuid, guid, NIL_GUID, parseGuid } from './guid.ts'

/** The BAT region's GUID (§2.2.3.2) as it stands in files. */
const BAT = '2dc27766-f623-4200-9d64-115e9bfd4a08'
const BAT_BYTES = Uint8Array.from([
  0x66, 0x77, 0xc2, 0x2d, 0x23, 0xf6, 0x00, 0x42, 0x9d, 0x64, 0x11, 0x5e, 0x9b, 0xfd, 0x4a, 0x08,
])
const view = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

test('the first three groups are little-endian, the last two are not', () => {
  expect(decodeGuid(view(BAT_BYTES), 0)).toBe(BAT)
  const bytes = new Uint8Array(16)
  encodeGuid(view(bytes), 0, guid(BAT))
  expect(bytes).toEqual(BAT_BYTES)
})

test('every GUID survives being written and read, at any place', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(20), (bytes, at) => {
      const text = decodeGuid(view(bytes), 0)
      expect(parseGuid(text)).toBe(text)
      const written = new Uint8Array(at + 16)
      encodeGuid(view(written), at, text)
      expect(written.subarray(at)).toEqual(bytes)
    }),
  )
})

test('sixteen zero bytes are the nil GUID', () => {
  expect(decodeGuid(view(new Uint8Array(16)), 0)).toBe(NIL_GUID)
})

test.each([BAT.toUpperCase(), `{${BAT}}`, ` {${BAT.toUpperCase()}} `, BAT])(
  '"%s" is a GUID',
  (text) => {
    expect(parseGuid(text)).toBe(BAT)
    expect(guid(text)).toBe(BAT)
  },
)

test.each(['', '{}', BAT.slice(1), `${BAT}0`, BAT.replaceAll('-', ''), `{${BAT}`, 'x'.repeat(36)])(
  '"%s" is no GUID',
  (text) => {
    expect(parseGuid(text)).toBeUndefined()
    expect(() => guid(text)).toThrow(RangeError)
  },
)
