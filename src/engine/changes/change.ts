/** What an update of a file changes, as plain data. */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { StructureKind } from '../image/structure-map.ts'

/** Neighbouring sectors of one structure whose bytes the update changes. */
export interface Change extends ByteRange {
  readonly structure: StructureKind
  /** How many bytes differ. Where `compared` is false, how many are written. */
  readonly changedBytes: number
  /**
   * False for a run too long to be compared, a zero run of gigabytes over existing bytes, and for one over bytes
   * that a skeleton does not have.
   */
  readonly compared: boolean
  /** One line: "BAT[17]: NOT_PRESENT → FULLY_PRESENT at 29 MiB". */
  readonly summary: string
  /** What changes in particular, at most `MAX_DETAILS` lines; `detailCount` says how many there are. */
  readonly details: readonly string[]
  readonly detailCount: number
  /** Positions of the entries whose bytes these are, oldest first. */
  readonly entries: readonly number[]
}

/** replay: of the log. salvage: what the user chose to make of a damaged file. edits: pending, of the workbench. */
export type UpdateKind = 'replay' | 'salvage' | 'edits'

export interface UpdateReport {
  readonly kind: UpdateKind
  readonly sizeBefore: number
  readonly sizeAfter: number
  /** Bytes that the writes cover, each once. */
  readonly bytesWritten: number
  readonly changes: readonly Change[]
  /** Sectors of 4 KiB that are written but already hold what is written. */
  readonly unchangedSectors: number
}
