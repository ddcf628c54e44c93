import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import type { FieldInfo, Struct } from '../bytes/struct.ts'
import { batEntry } from './bat-entry.ts'
import { fileIdentifier } from './file-identifier.ts'
import { header } from './header.ts'
import {
  fileParameters,
  KNOWN_ITEMS,
  logicalSectorSize,
  physicalSectorSize,
  virtualDiskId,
  virtualDiskSize,
} from './metadata-items.ts'
import { metadataTableEntry, metadataTableHeader } from './metadata-table.ts'
import { parentLocatorEntry, parentLocatorHeader } from './parent-locator.ts'
import { regionTableEntry, regionTableHeader } from './region-table.ts'

// biome-ignore lint/suspicious/noExplicitAny: all structures, whatever their fields are
type AnyStruct = Struct<any>

/** Sizes as the figures of MS-VHDX draw them. */
const STRUCTS: readonly (readonly [AnyStruct, size: number])[] = [
  [fileIdentifier, 520],
  [header, 4096],
  [regionTableHeader, 16],
  [regionTableEntry, 32],
  [batEntry, 8],
  [metadataTableHeader, 32],
  [metadataTableEntry, 32],
  [fileParameters, 8],
  [virtualDiskSize, 8],
  [virtualDiskId, 16],
  [logicalSectorSize, 4],
  [physicalSectorSize, 4],
  [parentLocatorHeader, 20],
  [parentLocatorEntry, 12],
]
const named = STRUCTS.map(([table, size]) => [table.name, table, size] as const)

/** The bits of the structure that a field takes, as numbers. */
function bitsOf({ offset, size, bits }: FieldInfo): readonly number[] {
  const [from, count] = bits ? [bits.from, bits.count] : [0, size * 8]
  return Array.from({ length: count }, (_, i) => offset * 8 + from + i)
}

const hexDigits = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => {
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return guid(text.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5'))
})

const unitsUpTo = (maxLength: number, max: number): Arbitrary<string> =>
  fc.array(fc.integer({ min: 1, max }), { maxLength }).map((units) => String.fromCharCode(...units))

/** Any value that a field can hold. */
function anyValue({ type, size, bits }: FieldInfo): Arbitrary<unknown> {
  switch (type) {
    case 'u16':
      return fc.integer({ min: 0, max: 0xffff })
    case 'u32':
      return fc.integer({ min: 0, max: 0xffff_ffff })
    case 'u64':
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
    case 'guid':
      return hexDigits
    case 'text':
      return unitsUpTo(size, 0xff).map((value) => value.padEnd(size, '\0'))
    case 'utf16':
      return unitsUpTo(size / 2, 0xffff)
    case 'bytes':
      return fc.uint8Array({ minLength: size, maxLength: size })
    case 'bits':
      return fc.integer({ min: 0, max: 2 ** (bits?.count ?? 0) - 1 })
  }
}

describe.each(named)('%s', (_, table, size) => {
  test('has the size that MS-VHDX says', () => {
    expect(table.size).toBe(size)
    expect(table.encode({}).length).toBe(size)
  })

  test('has fields that cover all of it and do not overlap', () => {
    const bits = table.fields.flatMap(bitsOf).sort((a, b) => a - b)
    expect(bits).toEqual(Array.from({ length: size * 8 }, (_, i) => i))
  })

  test('says of each field what it is', () => {
    expect(table.fields.filter(({ note }) => !/^[A-Z0-9].*\.$/.test(note))).toEqual([])
  })

  test('reads what it writes', () => {
    const values = fc.record(
      Object.fromEntries(table.fields.map((field) => [field.name, anyValue(field)])),
    )
    fc.assert(
      fc.property(values, (value) => {
        expect(table.decode(table.encode(value))).toEqual(value)
      }),
      { numRuns: 50 },
    )
  })

  test('loses no bit of what it reads', () => {
    // Text ends at its first NUL: what stands behind is not kept.
    const isText = table.fields.some(({ type }) => type === 'utf16')
    const content = fc.uint8Array({ min: isText ? 1 : 0, minLength: size, maxLength: size })
    fc.assert(
      fc.property(content, (bytes) => {
        expect(table.encode(table.decode(bytes))).toEqual(bytes)
      }),
      { numRuns: 50 },
    )
  })
})

test('a known metadata item of fixed layout has the size, name and section of its structure', () => {
  const layouts: Record<string, AnyStruct> = {
    fileParameters,
    virtualDiskSize,
    virtualDiskId,
    logicalSectorSize,
    physicalSectorSize,
  }
  for (const [name, { size, name: title, section }] of Object.entries(KNOWN_ITEMS)) {
    const layout = layouts[name]
    expect([name, size]).toEqual([name, layout?.size])
    if (layout) expect([title, section]).toEqual([layout.name, layout.section])
  }
})
