/** What is to be said about the region tables, §2.2.3. */

import type { Guid } from '../../bytes/guid.ts'
import { endOf } from '../../bytes/ranges.ts'
import { fieldRange } from '../../bytes/struct.ts'
import { type Finding, finding } from '../../findings/finding.ts'
import type { Checksum } from '../../format/checksum.ts'
import { HEADER_SECTION_SIZE, MAX_TABLE_ENTRIES, STRUCTURE_ALIGNMENT } from '../../format/layout.ts'
import {
  BAT_REGION,
  METADATA_REGION,
  REGION_TABLE_SIGNATURE,
  type RegionTableEntry,
  type RegionTableHeader,
  regionTableEntry,
  regionTableHeader,
} from '../../format/region-table.ts'
import { overlappingPairs } from '../overlaps.ts'
import type { RegionEntry, RegionTableCopy } from './region-tables.ts'

/** Of the regions that MS-VHDX defines. */
export const REGION_NAMES: Readonly<Record<Guid, string>> = {
  [BAT_REGION]: 'BAT',
  [METADATA_REGION]: 'Metadata',
}

/** Whether a region can be read, aligned or not: it begins in the file, behind the header section. */
export const isUsable = ({ range }: RegionEntry, fileSize: number): boolean =>
  range !== undefined &&
  range.length > 0 &&
  range.offset >= HEADER_SECTION_SIZE &&
  range.offset < fileSize

/** About one table by itself. `offset` is where it is in the file. */
export function copyFindings(
  copy: 1 | 2,
  offset: number,
  header: RegionTableHeader,
  checksum: Checksum,
): readonly Finding[] {
  const at = (field: keyof RegionTableHeader) => fieldRange(regionTableHeader, field, offset)
  if (header.signature !== REGION_TABLE_SIGNATURE) {
    const found = header.signature
    return [finding('region-table.signature', at('signature'), { copy, found })]
  }
  if (checksum.stored !== checksum.computed) {
    return [finding('region-table.checksum', at('checksum'), { copy, ...checksum })]
  }
  return []
}

/** About both together. */
export function pairFindings(
  copies: readonly [RegionTableCopy, RegionTableCopy],
): readonly Finding[] {
  const [first, second] = copies
  const both = { offset: first.at.offset, length: endOf(second.at) - first.at.offset }
  if (!first.valid && !second.valid) return [finding('region-table.none-valid', both)]
  if (!first.valid || !second.valid) return []
  const same =
    first.header?.entryCount === second.header?.entryCount &&
    first.entries.every((entry, i) => sameEntry(entry.values, second.entries[i]?.values))
  return same ? [] : [finding('region-table.copies-differ', both)]
}

const sameEntry = (a: RegionTableEntry, b: RegionTableEntry | undefined): boolean =>
  a.guid === b?.guid &&
  a.fileOffset === b.fileOffset &&
  a.length === b.length &&
  a.required === b.required

/** About the table in use and the regions that it lists. */
export function regionFindings(
  { copy, at, header, entries }: RegionTableCopy,
  fileSize: number,
): readonly Finding[] {
  const findings: Finding[] = []
  const count = header?.entryCount ?? 0
  if (count > MAX_TABLE_ENTRIES) {
    const range = fieldRange(regionTableHeader, 'entryCount', at.offset)
    findings.push(finding('region-table.count', range, { copy, count }))
  }
  const seen = new Map<Guid, number>()
  for (const entry of entries) {
    findings.push(...placeFindings(entry, fileSize), ...requiredFindings(entry))
    const { guid } = entry.values
    const first = seen.get(guid)
    if (first === undefined) seen.set(guid, entry.index)
    else {
      const values = { first, second: entry.index, region: entry.name }
      findings.push(finding('region.duplicate', entry.at, values))
    }
  }
  for (const [a, b, { offset }] of overlappingPairs(entries, ({ range }) => range)) {
    findings.push(finding('region.overlap', b.at, { first: a.name, second: b.name, offset }))
  }
  if (!seen.has(BAT_REGION)) findings.push(finding('region.missing-bat', at))
  if (!seen.has(METADATA_REGION)) findings.push(finding('region.missing-metadata', at))
  return findings
}

/** Whoever cannot find BAT or metadata cannot read the file; of other regions only the rule is broken. */
function placeFindings(entry: RegionEntry, fileSize: number): readonly Finding[] {
  const { name: region, values } = entry
  const { fileOffset: offset, length } = values
  const known = values.guid in REGION_NAMES
  const severity = known && !isUsable(entry, fileSize) ? 'fatal' : undefined
  const alignment = BigInt(STRUCTURE_ALIGNMENT)
  const end = offset + BigInt(length)
  const at = (field: keyof RegionTableEntry) => fieldRange(regionTableEntry, field, entry.at.offset)
  const findings: Finding[] = []
  if (offset % alignment > 0n || BigInt(length) % alignment > 0n) {
    findings.push(finding('region.unaligned', entry.at, { region, offset, length }, severity))
  }
  if (offset < BigInt(HEADER_SECTION_SIZE)) {
    findings.push(finding('region.below-1-mib', at('fileOffset'), { region, offset }, severity))
  }
  if (length === 0) {
    findings.push(finding('region.length-zero', at('length'), { region }, severity))
  }
  if (end > BigInt(fileSize)) {
    findings.push(finding('region.beyond-end', entry.at, { region, end, size: fileSize }, severity))
  }
  return findings
}

function requiredFindings({ values, name: region, at: place }: RegionEntry): readonly Finding[] {
  const { guid, required } = values
  const at = fieldRange(regionTableEntry, 'required', place.offset)
  const known = guid in REGION_NAMES
  if (known && required !== 1)
    return [finding('region.required-flag-clear', at, { region, required })]
  if (!known && required === 1) return [finding('region.unknown-required', at, { region })]
  return []
}
