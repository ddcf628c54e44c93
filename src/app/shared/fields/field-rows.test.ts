import { expect, test } from 'vitest'
import { guid, NIL_GUID } from '../../../engine/bytes/guid.ts'
import type { AnyStruct } from '../../../engine/bytes/struct.ts'
import { fileIdentifier } from '../../../engine/format/file-identifier.ts'
import { header } from '../../../engine/format/header.ts'
import { fileParameters } from '../../../engine/format/metadata-items.ts'
import { BAT_REGION, regionTableEntry } from '../../../engine/format/region-table.ts'
import { bytesOf, placeText, readFields, sizeText } from './field-rows.ts'

const read = (table: AnyStruct, values: object) => readFields(table, table.encode(values))
const field = (table: AnyStruct, name: string) => {
  const found = table.fields.find((each) => each.name === name)
  if (!found) throw new Error(`no field ${name}`)
  return found
}

test('a number is shown as the specification counts it, with what it means', () => {
  const fields = read(header, { checksum: 0xc0ffee, logLength: 0x100000, logOffset: 0x200000n })
  expect(fields?.get('checksum')?.value).toEqual({ text: '0x00C0FFEE' })
  expect(fields?.get('logLength')?.value).toEqual({ text: '1,048,576', words: '1 MiB' })
  expect(fields?.get('logOffset')?.value).toEqual({ text: '0x200000', words: '2 MiB' })
})

test('a sequence number above 2^53 keeps every digit', () => {
  const fields = read(header, { sequenceNumber: 0xffff_ffff_ffff_fff0n })
  expect(fields?.get('sequenceNumber')?.value.text).toBe('18446744073709551600')
})

test('raw bytes stand in the order of the file', () => {
  expect(read(header, { signature: 'head' })?.get('signature')?.raw).toBe('68 65 61 64')
  expect(read(header, {})?.get('reserved')?.raw).toMatch(/^(00 ){16}…$/)
})

test('known GUIDs have names, and a LogGuid of zero says what it means', () => {
  const fields = read(header, { logGuid: NIL_GUID })
  expect(fields?.get('logGuid')?.value.words).toBe('zero: the log is empty')
  expect(read(regionTableEntry, { guid: BAT_REGION })?.get('guid')?.value.words).toBe('BAT')
  const unknown = guid('00112233-4455-6677-8899-aabbccddeeff')
  expect(read(regionTableEntry, { guid: unknown })?.get('guid')?.value.words).toBeUndefined()
})

test('reserved bytes say whether they are zero', () => {
  const reserved = new Uint8Array(4016)
  expect(read(header, { reserved })?.get('reserved')?.value.words).toBe('all zero')
  reserved[7] = 1
  expect(read(header, { reserved })?.get('reserved')?.value.words).toBe('1 of them not zero')
})

test('text of the file is marked as such, and made visible', () => {
  const creator = read(fileIdentifier, { creator: 'a\u202eb' })?.get('creator')?.value
  expect(creator).toEqual({ text: '“a⟨U+202E⟩b”', untrusted: true })
})

test('bit fields are told apart though they share their bytes', () => {
  const fixed = read(fileParameters, { leaveBlockAllocated: 1 })
  const child = read(fileParameters, { hasParent: 1 })
  expect(fixed?.get('hasParent')?.identity).not.toBe(child?.get('hasParent')?.identity)
  expect(placeText(field(fileParameters, 'hasParent'))).toBe('+0x04 bit 1')
  expect(placeText(field(fileParameters, 'reserved'))).toBe('+0x04 bits 2–31')
  expect(sizeText(field(fileParameters, 'hasParent'))).toBe('1 b')
  expect(bytesOf(field(fileParameters, 'hasParent'))).toEqual({ offset: 4, length: 1 })
  expect(bytesOf(field(fileParameters, 'reserved'))).toEqual({ offset: 4, length: 4 })
})

test('a structure that is cut off has no fields', () => {
  expect(readFields(header, new Uint8Array(4095))).toBeUndefined()
  expect(readFields(header, undefined)).toBeUndefined()
})
