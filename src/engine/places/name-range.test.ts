import { expect, test } from 'vitest'
import type { ByteRange } from '../bytes/byte-source.ts'
import { guid } from '../bytes/guid.ts'
import { KIB, MIB } from '../format/layout.ts'
import { KNOWN_ITEMS, type KnownItemName } from '../format/metadata-items.ts'
import type { MetadataItem } from '../image/metadata/metadata.ts'
import type { Structure } from '../image/structure-map.ts'
import { type NamingParts, nameRange } from './name-range.ts'

const OTHER = guid('11111111-2222-3333-4444-555555555555')
const range = (offset: number, length: number): ByteRange => ({ offset, length })

const item = (index: number, known: KnownItemName | undefined, place: ByteRange): MetadataItem => ({
  index,
  at: range(2 * MIB + 32 + index * 32, 32),
  values: {
    itemId: known ? KNOWN_ITEMS[known].id : OTHER,
    offset: place.offset - 2 * MIB,
    length: place.length,
    isUser: 0,
    isVirtualDisk: 0,
    isRequired: 1,
    reserved: 0,
    reserved2: 0,
  },
  known,
  range: place,
})

const structures: readonly Structure[] = [
  { kind: 'file-identifier', name: 'File identifier', at: range(0, 64 * KIB) },
  { kind: 'header', name: 'Header 1', at: range(64 * KIB, 4 * KIB) },
  { kind: 'region-table', name: 'Region table 1', at: range(192 * KIB, 64 * KIB) },
  { kind: 'region-table', name: 'Region table 2', at: range(256 * KIB, 64 * KIB) },
  { kind: 'log', name: 'Log', at: range(MIB, MIB) },
  { kind: 'bat', name: 'BAT', at: range(3 * MIB, MIB) },
  { kind: 'metadata', name: 'Metadata', at: range(2 * MIB, MIB) },
  { kind: 'region', name: OTHER, at: range(4 * MIB, MIB) },
]

const parts: NamingParts = {
  structures,
  bat: { region: range(3 * MIB, MIB), count: 600 },
  metadata: {
    region: range(2 * MIB, MIB),
    header: undefined,
    items: [
      item(0, 'virtualDiskSize', range(2 * MIB + 64 * KIB, 8)),
      item(1, 'fileParameters', range(2 * MIB + 64 * KIB + 8, 8)),
      item(2, undefined, range(2 * MIB + 128 * KIB, 8)),
    ],
    fileParameters: undefined,
    virtualDiskSize: undefined,
    virtualDiskId: undefined,
    logicalSectorSize: undefined,
    physicalSectorSize: undefined,
    parentLocator: undefined,
    findings: [],
  },
}

test.each([
  [range(0, 8), 'File identifier'],
  [range(64 * KIB, 4 * KIB), 'Header 1'],
  [range(192 * KIB, 4 * KIB), 'Region table 1'],
  [range(252 * KIB, 8 * KIB), 'Region table 1, Region table 2'],
  [range(MIB, 4 * KIB), 'Log'],
  [range(2 * MIB, 4 * KIB), 'Metadata table'],
  [range(2 * MIB + 64 * KIB, 4 * KIB), 'Metadata: Virtual Disk Size, File Parameters'],
  [range(2 * MIB + 128 * KIB, 4 * KIB), `Metadata: ${OTHER}`],
  [range(2 * MIB + 256 * KIB, 4 * KIB), 'Metadata region'],
  [range(3 * MIB, 4 * KIB), 'BAT[0–511]'],
  [range(3 * MIB + 4 * KIB, 4 * KIB), 'BAT[512–1023]'],
  [range(3 * MIB + 17 * 8, 8), 'BAT[17]'],
  [range(3 * MIB + 17 * 8 + 2, 8), 'BAT[17–18]'],
  [range(3 * MIB + 8 * KIB, 4 * KIB), 'BAT region, behind the last entry'],
  [range(4 * MIB, 4 * KIB), `Region ${OTHER}`],
  [range(2 * MIB - 4 * KIB, 8 * KIB), 'Log, Metadata table'],
  [range(5 * MIB, 2 ** 50), 'a block or unallocated space'],
])('names %o', (place, name) => {
  expect(nameRange(parts, place)).toBe(name)
})

test('names blocks that are known, and what none of them owns', () => {
  const block = { kind: 'payload-block', index: 7, number: 7, at: range(6 * MIB, MIB) } as const
  const known = { ...parts, blocks: [{ ...block.at, block }] }
  expect(nameRange(known, range(6 * MIB + 512, 4 * KIB))).toBe('Payload block 7 (BAT[7])')
  expect(nameRange(known, range(5 * MIB, MIB))).toBe('unallocated space')
  expect(nameRange(known, range(4 * MIB, 4 * MIB))).toBe(
    `Region ${OTHER}, Payload block 7 (BAT[7])`,
  )
})

test('counts names where there are too many of them', () => {
  expect(nameRange(parts, range(0, 8 * MIB))).toBe(
    'File identifier, Header 1, Region table 1 and 5 more',
  )
})

test('says no more of BAT and metadata than where they are, if they cannot be read', () => {
  const unread: NamingParts = { structures, bat: undefined, metadata: undefined }
  expect(nameRange(unread, range(2 * MIB, 2 * MIB))).toBe('Metadata region, BAT region')
})
