import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import { GIB, KIB, MIB } from '../format/layout.ts'
import { encodeVhdFooter, vhdGeometry } from './vhd-footer.ts'

const IDENTITY = {
  uniqueId: guid('00112233-4455-6677-8899-aabbccddeeff'),
  time: Date.UTC(2026, 0, 1),
}

const footer = (size: number, identity = IDENTITY) =>
  Buffer.from(encodeVhdFooter(size, identity).buffer)

test('a footer says what the specification asks for, in its order', () => {
  const bytes = footer(3 * GIB)
  expect(bytes).toHaveLength(512)
  expect(bytes.toString('latin1', 0, 8)).toBe('conectix')
  expect(bytes.readUInt32BE(8)).toBe(2)
  expect(bytes.readUInt32BE(12)).toBe(0x10000)
  expect(bytes.readBigUInt64BE(16)).toBe(0xffff_ffff_ffff_ffffn)
  expect(new Date((bytes.readUInt32BE(24) + Date.UTC(2000, 0) / 1000) * 1000)).toEqual(
    new Date(IDENTITY.time),
  )
  expect(bytes.readBigUInt64BE(40)).toBe(BigInt(3 * GIB))
  expect(bytes.readBigUInt64BE(48)).toBe(BigInt(3 * GIB))
  expect(bytes.readUInt32BE(60)).toBe(2)
  expect(bytes.toString('hex', 68, 84)).toBe('00112233445566778899aabbccddeeff')
  expect(bytes.subarray(84).every((byte) => byte === 0)).toBe(true)
})

test('the checksum is the complement of the sum of all other bytes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2040 * 1024 }), fc.nat(2 ** 31), (mib, seconds) => {
      const bytes = footer(mib * MIB, { ...IDENTITY, time: seconds * 1000 })
      const sum = bytes.reduce((total, byte, at) => (at >> 2 === 16 ? total : total + byte), 0)
      expect(bytes.readUInt32BE(64) + sum).toBe(0xffff_ffff)
    }),
  )
})

test('a time before 2000 is the first that a VHD can say', () => {
  expect(footer(MIB, { ...IDENTITY, time: 0 }).readUInt32BE(24)).toBe(0)
})

/** By hand, from the appendix of the specification. */
test.each([
  [MIB, 30, 4, 17],
  [16 * MIB, 481, 4, 17],
  [100 * MIB, 1003, 12, 17],
  [136 * MIB, 561, 16, 31],
  [400 * MIB, 812, 16, 63],
  [3 * GIB, 6241, 16, 63],
  [127 * GIB, 65278, 16, 255],
  [2040 * GIB, 65535, 16, 255],
])('the geometry of a disk of %i bytes is %i, %i, %i', (size, cylinders, heads, sectors) => {
  expect(vhdGeometry(size / 512)).toEqual({ cylinders, heads, sectorsPerTrack: sectors })
})

test('the geometry never says more than the disk has, and little less', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 127 * 1024 * 1024 }), (kib) => {
      const total = (kib * KIB) / 512
      const { cylinders, heads, sectorsPerTrack } = vhdGeometry(total)
      const said = cylinders * heads * sectorsPerTrack
      expect(said).toBeLessThanOrEqual(total)
      expect(total - said).toBeLessThan(heads * sectorsPerTrack + sectorsPerTrack)
    }),
  )
})
