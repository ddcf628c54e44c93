/** Both region tables, and the regions that the one in use lists, §2.2.3. */
import { type ByteRange, type ByteSource, position } from '../../bytes/byte-source.ts'
import type { Guid } from '../../bytes/guid.ts'
import type { Finding } from '../../findings/finding.ts'
import { type Checksum, readChecksum } from '../../format/checksum.ts'
import { REGION_TABLE_OFFSETS, REGION_TABLE_SIZE } from '../../format/layout.ts'
import {
  BAT_REGION,
  METADATA_REGION,
  REGION_TABLE_SIGNATURE,
  type RegionTableEntry,
  type RegionTableHeader,
  regionTableEntry,
  regionTableHeader,
} from '../../format/region-table.ts'
import { entryCount } from '../entry-count.ts'
import {
  copyFindings,
  isUsable,
  pairFindings,
  REGION_NAMES,
  regionFindings,
} from './region-findings.ts'

/** One entry of the table as it stands. */
export interface RegionEntry {
  readonly index: number
  /** Where the entry itself is in the file. */
  readonly at: ByteRange
  readonly values: RegionTableEntry
  /** "BAT", "Metadata", or the GUID. */
  readonly name: string
  /** The bytes of the region; `undefined` where no file can hold them (above 2^53-1). */
  readonly range: ByteRange | undefined
}

export interface RegionTableCopy {
  readonly copy: 1 | 2
  readonly at: ByteRange
  readonly header: RegionTableHeader | undefined
  readonly checksum: Checksum | undefined
  readonly valid: boolean
  readonly current: boolean
  /** At most 2,047, whatever EntryCount says; none where the signature is wrong. */
  readonly entries: readonly RegionEntry[]
  readonly findings: readonly Finding[]
}

export interface RegionTables {
  readonly copies: readonly [RegionTableCopy, RegionTableCopy]
  /** The first valid one. */
  readonly current: RegionTableCopy | undefined
  /**
   * Usable ones only: behind the header section, and beginning inside the file. They may reach past
   * its end: whoever reads them clips.
   */
  readonly bat: ByteRange | undefined
  readonly metadata: ByteRange | undefined
  /** About the pair, and about the regions of the current one. */
  readonly findings: readonly Finding[]
}

/** Reads both region tables, 64 KiB each, where the file has them. */
export async function readRegionTables(source: ByteSource): Promise<RegionTables> {
  const read = [await readCopy(source, 1), await readCopy(source, 2)] as const
  const chosen = read.find(({ valid }) => valid)?.copy
  const mark = (copy: RegionTableCopy) => ({ ...copy, current: copy.copy === chosen })
  const copies = [mark(read[0]), mark(read[1])] as const
  const current = copies.find((copy) => copy.current)
  const find = (guid: Guid): ByteRange | undefined =>
    current?.entries.find((entry) => entry.values.guid === guid && isUsable(entry, source.size))
      ?.range
  return {
    copies,
    current,
    bat: find(BAT_REGION),
    metadata: find(METADATA_REGION),
    findings: [...pairFindings(copies), ...(current ? regionFindings(current, source.size) : [])],
  }
}

async function readCopy(source: ByteSource, copy: 1 | 2): Promise<RegionTableCopy> {
  const at = { offset: REGION_TABLE_OFFSETS[copy === 1 ? 0 : 1], length: REGION_TABLE_SIZE }
  const none = { copy, at, valid: false, current: false, entries: [], findings: [] }
  if (at.offset + at.length > source.size) {
    return { ...none, header: undefined, checksum: undefined }
  }
  const bytes = await source.read(at.offset, at.length)
  const header = regionTableHeader.decode(bytes)
  const checksum = readChecksum(bytes)
  const signature = header.signature === REGION_TABLE_SIGNATURE
  const valid = signature && checksum.stored === checksum.computed
  const count = signature
    ? entryCount(bytes, regionTableHeader.size, regionTableEntry.size, header.entryCount)
    : 0
  const entries = Array.from({ length: count }, (_, index) => entryAt(bytes, at.offset, index))
  return {
    ...none,
    header,
    checksum,
    valid,
    entries,
    findings: copyFindings(copy, at.offset, header, checksum),
  }
}

function entryAt(table: Uint8Array, offset: number, index: number): RegionEntry {
  const place = regionTableHeader.size + index * regionTableEntry.size
  const values = regionTableEntry.decode(table, place)
  const start = position(values.fileOffset)
  const end = position(values.fileOffset + BigInt(values.length))
  return {
    index,
    at: { offset: offset + place, length: regionTableEntry.size },
    values,
    name: REGION_NAMES[values.guid] ?? values.guid,
    range:
      start === undefined || end === undefined
        ? undefined
        : { offset: start, length: values.length },
  }
}
