import { describe, expect, test } from 'vitest'
import { guid } from './guid.ts'
import {
  bits,
  bits64,
  bytes,
  fieldRange,
  guidField,
  struct,
  text,
  u16,
  u32,
  u64,
  utf16,
} from './struct.ts'

const sample = struct(
  { name: 'Sample', section: '9.9', size: 64 },
  {
    signature: text(0, 4),
    short: u16(4),
    long: u32(8),
    huge: u64(12),
    id: guidField(20),
    low: bits(36, 0, 3),
    middle: bits(36, 3, 17),
    wide: bits64(40, 20, 44),
    raw: bytes(48, 4),
    name: utf16(52, 12),
  },
  {
    signature: 'Four characters.',
    short: '',
    long: '',
    huge: '',
    id: '',
    low: '',
    middle: '',
    wide: '',
    raw: '',
    name: '',
  },
)

const values = {
  signature: 'vhdx',
  short: 0xffee,
  long: 0xfedcba98,
  huge: 2n ** 64n - 1n,
  id: guid('2dc27766-f623-4200-9d64-115e9bfd4a08'),
  low: 6,
  middle: 0x1ffff,
  wide: 2 ** 44 - 1,
  raw: Uint8Array.of(1, 2, 3, 4),
  name: 'A\ud800b',
}

describe('a field table', () => {
  test('reads what it writes, the highest values included', () => {
    expect(sample.decode(sample.encode(values))).toEqual(values)
  })

  test('writes little-endian', () => {
    const encoded = sample.encode({ short: 0x0102, long: 0x03040506, huge: 0x0708090a0b0c0d0en })
    expect(Array.from(encoded.subarray(4, 6))).toEqual([2, 1])
    expect(Array.from(encoded.subarray(8, 20))).toEqual([6, 5, 4, 3, 14, 13, 12, 11, 10, 9, 8, 7])
  })

  test('leaves zero what is not named', () => {
    expect(sample.encode({})).toEqual(new Uint8Array(64))
  })

  test('reads from the middle of bytes that are a part of others', () => {
    const outer = new Uint8Array(200).fill(0xee)
    outer.set(sample.encode(values), 50)
    expect(sample.decode(outer, 50)).toEqual(values)
    expect(sample.decode(outer.subarray(40), 10)).toEqual(values)
  })

  test.each([1, -1, 0.5, 100])('does not read at %d what does not fit', (at) => {
    const part = new Uint8Array(200).subarray(50, 50 + 64)
    expect(() => sample.decode(part, at)).toThrow(RangeError)
  })

  test('gives bytes of its own', () => {
    const encoded = sample.encode(values)
    const { raw } = sample.decode(encoded)
    encoded.fill(0)
    expect(raw).toEqual(Uint8Array.of(1, 2, 3, 4))
  })

  test('ends UTF-16 text at the first NUL, and cuts what is too long', () => {
    expect(sample.decode(sample.encode({ name: 'ab\0cd' })).name).toBe('ab')
    expect(sample.decode(sample.encode({ name: 'abcdefgh' })).name).toBe('abcdef')
  })

  test('keeps every byte of a signature', () => {
    const encoded = sample.encode({})
    encoded.set([0xff, 0, 0x0a, 0x41])
    expect(sample.decode(encoded).signature).toBe('\xff\0\nA')
  })

  test('tells where its fields are', () => {
    expect(sample.fields[0]).toEqual({
      name: 'signature',
      type: 'text',
      offset: 0,
      size: 4,
      note: 'Four characters.',
    })
    expect(sample.fields[6]).toMatchObject({ name: 'middle', bits: { from: 3, count: 17 } })
    expect(fieldRange(sample, 'id', 1000)).toEqual({ offset: 1020, length: 16 })
  })
})
