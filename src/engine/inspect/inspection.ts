/** The answer about a file: plain data that crosses the worker, without file bytes, BAT or descriptors. */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { Guid } from '../bytes/guid.ts'
import type { UpdateReport } from '../changes/change.ts'
import type { StatedFinding } from '../findings/finding.ts'
import type { BatCensus } from '../image/bat/bat.ts'
import type { Headers } from '../image/headers/headers.ts'
import type { Identity } from '../image/identify.ts'
import type { Geometry } from '../image/metadata/geometry.ts'
import type { Metadata } from '../image/metadata/metadata.ts'
import type { RegionTables } from '../image/regions/region-tables.ts'
import type { EntryStatus, LogRegion } from '../log/log.ts'

/**
 * clean: nothing to replay. replayable: the log must and can be replayed. refused: the format forbids
 * opening the file; `Inspection.refusal` says why. not-vhdx: something else.
 */
export type Outcome = 'clean' | 'replayable' | 'refused' | 'not-vhdx'

/** Which reading of the file: as it is on disk, or as the replay, or a salvage, would leave it. */
export type State = 'before' | 'after'

export interface ImageReport {
  readonly regionTables: RegionTables
  readonly metadata: Metadata | undefined
  readonly geometry: Geometry | undefined
  readonly bat: ByteRange | undefined
  /** `undefined` until the blocks have been surveyed (`surveyBlocks`). */
  readonly census: BatCensus | undefined
}

export interface SequenceReport {
  readonly positions: readonly number[]
  readonly firstSequenceNumber: bigint
  readonly headSequenceNumber: bigint
  /** The head's Tail. */
  readonly tail: number
  readonly complete: boolean
  readonly active: boolean
}

export interface LogReport {
  readonly region: LogRegion
  readonly guid: Guid
  readonly entryCounts: Readonly<Record<EntryStatus, number>>
  /** See `LogScan.slots`. */
  readonly slots: Uint8Array
  readonly sequences: readonly SequenceReport[]
  /** Positions of the entries to be replayed, tail first. */
  readonly active:
    | {
        readonly positions: readonly number[]
        readonly tail: number
        readonly head: number
        readonly firstSequenceNumber: bigint
        readonly lastSequenceNumber: bigint
      }
    | undefined
}

export interface Inspection {
  readonly size: number
  readonly outcome: Outcome
  /** The finding for which the file is refused, or because of which it is not a VHDX. */
  readonly refusal: StatedFinding | undefined
  readonly identity: Identity
  readonly headers: Headers
  readonly log: LogReport | undefined
  /** What leads from the state "before" to "after". */
  readonly update: UpdateReport | undefined
  readonly before: ImageReport
  /** Only where there is an `update`. */
  readonly after: ImageReport | undefined
  /** All of them, worst first. */
  readonly findings: readonly StatedFinding[]
}
