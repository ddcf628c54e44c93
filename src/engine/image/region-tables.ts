/** Both region tables, and the regions that the one in use lists, §2.2.3. */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { Finding } from '../findings/finding.ts'
import type { Checksum } from '../format/checksum.ts'
import type { RegionTableEntry, RegionTableHeader } from '../format/region-table.ts'

/** One entry of the table as it stands, and as what it is usable. */
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
  readonly entries: readonly RegionEntry[]
  readonly findings: readonly Finding[]
}

export interface RegionTables {
  readonly copies: readonly [RegionTableCopy, RegionTableCopy]
  readonly current: RegionTableCopy | undefined
  /** Usable ones only: aligned, inside the file. */
  readonly bat: ByteRange | undefined
  readonly metadata: ByteRange | undefined
  readonly findings: readonly Finding[]
}
