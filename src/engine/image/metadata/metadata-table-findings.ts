/** What is to be said about the metadata table and its entries, §2.6.1. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import { endOf } from '../../bytes/ranges.ts'
import { fieldRange } from '../../bytes/struct.ts'
import { type Finding, finding } from '../../findings/finding.ts'
import {
  MAX_METADATA_ITEM_LENGTH,
  MAX_TABLE_ENTRIES,
  MAX_USER_METADATA_ITEMS,
  METADATA_TABLE_SIZE,
} from '../../format/layout.ts'
import { INCOMPLETE_FILE_ITEM, itemName, KNOWN_ITEMS } from '../../format/metadata-items.ts'
import {
  type MetadataTableEntry,
  type MetadataTableHeader,
  metadataTableEntry,
  metadataTableHeader,
} from '../../format/metadata-table.ts'
import { countNonZero } from '../count-non-zero.ts'
import { overlappingPairs } from '../overlaps.ts'
import type { MetadataItem } from './metadata.ts'

export function tableFindings(
  region: ByteRange,
  header: MetadataTableHeader,
  items: readonly MetadataItem[],
): readonly Finding[] {
  return [
    ...headerFindings(region, header),
    ...items.flatMap((item) => [
      ...placeFindings(item, region),
      ...flagFindings(item),
      ...reservedFindings(item),
    ]),
    ...duplicates(items),
    ...overlappingPairs(items, ({ range }) => range).map(([a, b, at]) =>
      finding('metadata.item-overlap', at, { first: itemName(a), second: itemName(b) }),
    ),
    ...userItemFindings(region, items),
  ]
}

function headerFindings({ offset }: ByteRange, header: MetadataTableHeader): readonly Finding[] {
  const at = (field: keyof MetadataTableHeader) => fieldRange(metadataTableHeader, field, offset)
  const findings: Finding[] = []
  if (header.entryCount > MAX_TABLE_ENTRIES) {
    findings.push(finding('metadata.count', at('entryCount'), { count: header.entryCount }))
  }
  if (header.reserved !== 0) findings.push(reserved(at('reserved'), 'Reserved of the table header'))
  if (countNonZero(header.reserved2) > 0) {
    findings.push(reserved(at('reserved2'), 'Reserved2 of the table header'))
  }
  return findings
}

function placeFindings(item: MetadataItem, region: ByteRange): readonly Finding[] {
  const { offset, length } = item.values
  const name = itemName(item)
  const findings: Finding[] = []
  const tooLong = length > MAX_METADATA_ITEM_LENGTH
  if (tooLong || region.offset + offset + length > endOf(region) || item.range === undefined) {
    const values = { item: name, offset, length }
    findings.push(finding('metadata.item-outside-region', item.at, values))
  }
  if (length > 0 && offset < METADATA_TABLE_SIZE) {
    findings.push(finding('metadata.item-in-table', item.at, { item: name, offset }))
  }
  return findings
}

function flagFindings(item: MetadataItem): readonly Finding[] {
  const { isUser, isVirtualDisk, isRequired } = item.values
  const name = itemName(item)
  const findings: Finding[] = []
  if (item.values.itemId === INCOMPLETE_FILE_ITEM) {
    findings.push(finding('metadata.incomplete-file', item.at, { item: name }))
  }
  if (item.known === undefined) {
    if (isRequired === 1) {
      findings.push(finding('metadata.unknown-required', item.at, { item: name }))
    }
    return findings
  }
  const right = KNOWN_ITEMS[item.known]
  if (
    isUser !== right.isUser ||
    isVirtualDisk !== right.isVirtualDisk ||
    isRequired !== right.isRequired
  ) {
    const expected = `${right.isUser}, ${right.isVirtualDisk}, ${right.isRequired}`
    const values = { item: name, isUser, isVirtualDisk, isRequired, expected }
    findings.push(finding('metadata.flags', item.at, values))
  }
  return findings
}

function reservedFindings({ index, at: place, values }: MetadataItem): readonly Finding[] {
  const at = (field: keyof MetadataTableEntry) =>
    fieldRange(metadataTableEntry, field, place.offset)
  const findings: Finding[] = []
  if (values.reserved !== 0) findings.push(reserved(at('reserved'), `Reserved of entry ${index}`))
  if (values.reserved2 !== 0) {
    findings.push(reserved(at('reserved2'), `Reserved2 of entry ${index}`))
  }
  return findings
}

const reserved = (at: ByteRange, field: string): Finding =>
  finding('metadata.reserved-nonzero', at, { field })

function duplicates(items: readonly MetadataItem[]): readonly Finding[] {
  const seen = new Map<string, number>()
  return items.flatMap((item) => {
    const id = `${item.values.itemId} ${item.values.isUser}`
    const first = seen.get(id)
    if (first !== undefined) {
      const values = { first, second: item.index, item: itemName(item) }
      return [finding('metadata.duplicate-item', item.at, values)]
    }
    seen.set(id, item.index)
    return []
  })
}

function userItemFindings(region: ByteRange, items: readonly MetadataItem[]): readonly Finding[] {
  const count = items.filter(({ values }) => values.isUser === 1).length
  if (count <= MAX_USER_METADATA_ITEMS) return []
  const at = { offset: region.offset, length: METADATA_TABLE_SIZE }
  return [finding('metadata.too-many-user-items', at, { count })]
}
