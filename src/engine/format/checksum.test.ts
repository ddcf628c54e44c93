import { expect, test } from 'vitest'
import { crc32c } from '../bytes/hash/crc32c.ts'
import { readChecksum, sealChecksum, structureChecksum } from './checksum.ts'

const structure = (): Uint8Array => Uint8Array.from({ length: 4096 }, (_, i) => (i * 7) & 0xff)

test('a checksum is that of the structure with zeros in its field', () => {
  const bytes = structure()
  const cleared = bytes.slice()
  cleared.fill(0, 4, 8)
  expect(structureChecksum(bytes)).toBe(crc32c(cleared))
})

test('what is in the field does not matter, every other byte does', () => {
  const bytes = structure()
  const before = structureChecksum(bytes)
  bytes[5] = 0xaa
  expect(structureChecksum(bytes)).toBe(before)
  bytes[8] = 0xaa
  expect(structureChecksum(bytes)).not.toBe(before)
})

test('a sealed structure stores what is computed, as part of larger bytes, too', () => {
  const outer = new Uint8Array(5000).fill(0xee)
  const part = outer.subarray(100, 100 + 4096)
  part.set(structure())
  expect(readChecksum(part).stored).not.toBe(readChecksum(part).computed)
  const { stored, computed } = readChecksum(sealChecksum(part))
  expect(stored).toBe(computed)
  expect(computed).toBe(structureChecksum(structure()))
  expect(outer.subarray(0, 100)).toEqual(new Uint8Array(100).fill(0xee))
})
