import { expect, test } from 'vitest'
import type { Struct } from '../engine/bytes/struct.ts'
import { rules } from '../engine/findings/rules.ts'
import * as batEntry from '../engine/format/bat-entry.ts'
import * as fileIdentifier from '../engine/format/file-identifier.ts'
import * as header from '../engine/format/header.ts'
import * as logEntry from '../engine/format/log-entry.ts'
import * as metadataItems from '../engine/format/metadata-items.ts'
import * as metadataTable from '../engine/format/metadata-table.ts'
import * as parentLocator from '../engine/format/parent-locator.ts'
import * as regionTable from '../engine/format/region-table.ts'
import { SPEC_SECTIONS } from './spec-sections.ts'

const isStruct = (value: unknown): value is Pick<Struct<never>, 'name' | 'section'> =>
  typeof value === 'object' && value !== null && 'decode' in value && 'section' in value

const structs = [
  batEntry,
  fileIdentifier,
  header,
  logEntry,
  metadataItems,
  metadataTable,
  parentLocator,
  regionTable,
].flatMap((module) => Object.values<unknown>(module).filter(isStruct))

test.each(Object.entries(rules))('%s names a section of MS-VHDX', (_, { section }) => {
  expect(SPEC_SECTIONS).toHaveProperty([section])
})

test('every structure names the section that defines it, which bears its name as a rule', () => {
  expect(structs.length).toBe(18)
  for (const { name, section } of structs)
    expect([name, SPEC_SECTIONS[section]]).not.toContain(undefined)
  const otherwise = structs.filter(({ name, section }) => SPEC_SECTIONS[section] !== name)
  expect(otherwise.map(({ name }) => name)).toEqual(['Header'])
})

test('every known metadata item names a section of MS-VHDX', () => {
  for (const { section } of Object.values(metadataItems.KNOWN_ITEMS)) {
    expect(SPEC_SECTIONS).toHaveProperty([section])
  }
})
