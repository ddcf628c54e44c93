/** Everything that passes between the page and the worker of one open file. */
import type { ByteRange } from '../engine/bytes/byte-source.ts'
import type { SampleId } from '../engine/compose/sample-id.ts'
import type { BatEntry } from '../engine/image/bat.ts'
import type {
  Inspection,
  ReplayReport,
  State,
  StructureKind,
} from '../engine/inspect/inspection.ts'
import type { EntryStatus, LogDescriptor, LogEntry } from '../engine/log/log.ts'

/** The most that one `readBytes` gives: the page needs screenfuls, not the file. */
export const MAX_PAGE_BYTES = 1024 * 1024

/**
 * Which reading of the file. `upTo` stops the replay after that many entries of the active sequence
 * (0: none, and the headers as they are); without it all of them and the headers are written.
 */
export interface Reading {
  readonly state: State
  readonly upTo?: number | undefined
}

/** Rows [start, start + count) of all rows that match. */
export interface RowWindow {
  readonly start: number
  readonly count: number
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** How many rows match in all. */
  readonly total: number
}

export interface EntryQuery extends RowWindow {
  /** All statuses if absent. */
  readonly statuses?: readonly EntryStatus[] | undefined
  readonly sort?: 'position' | 'sequence-number' | 'descriptors' | undefined
  readonly descending?: boolean | undefined
}

/** What becomes of a descriptor's bytes when the log is replayed. */
export type DescriptorFate = 'applies' | 'already-there' | 'overwritten' | 'not-replayed'

export interface DescriptorRow {
  readonly descriptor: LogDescriptor
  /** In words: "BAT[0–511]", "Metadata region", "outside of any structure". */
  readonly target: string
  readonly fate: DescriptorFate
  /** How many bytes differ from those on disk; `undefined` where they were not compared. */
  readonly changedBytes: number | undefined
}

export interface BatQuery extends RowWindow {
  readonly state: State
  /** Keys "payload:zero" or "sector-bitmap:present"; all states if absent. */
  readonly states?: readonly string[] | undefined
  /** Only entries that the replay changes. */
  readonly changedOnly?: boolean | undefined
  readonly sort?: 'index' | 'file-offset' | undefined
  readonly descending?: boolean | undefined
}

export interface BatRow {
  readonly entry: BatEntry
  /** The same entry in the other state, where it differs. */
  readonly other: BatEntry | undefined
}

/** One step from the file down to the field under the cursor. */
export interface PlaceStep {
  readonly name: string
  readonly at: ByteRange
  readonly section?: string | undefined
  /** Of a field: what it is, in a sentence. */
  readonly note?: string | undefined
  /** Of a field: its value as text. */
  readonly value?: string | undefined
}

export interface Place {
  readonly structure: StructureKind
  /** Outermost first; never empty. */
  readonly path: readonly PlaceStep[]
}

export type SavePhase = 'check' | 'write' | 'finish' | 'verify'

export interface Progress {
  /** Of a save. */
  readonly phase?: SavePhase | undefined
  /** In bytes. `total` is 0 where it cannot be known. */
  readonly done: number
  readonly total: number
}

export interface SaveResult {
  readonly size: number
  /** Bytes that the replay put in place and that were read back and compared. */
  readonly verifiedBytes: number
}

export interface Calls {
  open: { params: { readonly input: File | Blob | FileSystemFileHandle }; result: Inspection }
  openSample: { params: { readonly sample: SampleId }; result: Inspection }
  /** Reads the whole BAT, before and after: adds the census and the findings that need it. */
  survey: { params: object; result: Inspection }
  /** Up to `MAX_PAGE_BYTES`, clipped to the end of the file. */
  readBytes: { params: Reading & ByteRange; result: Uint8Array }
  readEntries: { params: EntryQuery; result: Page<LogEntry> }
  readDescriptors: {
    params: RowWindow & { readonly position: number }
    result: Page<DescriptorRow>
  }
  readBat: { params: BatQuery; result: Page<BatRow> }
  /** What a replay that stops after `upTo` entries would change. */
  readReplay: { params: { readonly upTo: number }; result: ReplayReport }
  /** What lies at an offset of the file. */
  locate: { params: Reading & { readonly offset: number }; result: Place }
  /** Whether headers, log and the places that the replay writes still read as they did at opening. */
  checkSource: { params: object; result: { readonly changed: boolean } }
  /** Writes the replayed copy into `target`, a file that the caller has just made. */
  saveCopy: { params: { readonly target: FileSystemFileHandle }; result: SaveResult }
  /** The replayed copy as a Blob of file slices and patches, for a download. */
  makeCopy: { params: object; result: Blob }
  /** The report, version 1, as JSON text in UTF-8. */
  report: { params: { readonly name: string; readonly made: string }; result: Uint8Array }
}
export type CallName = keyof Calls

export type ErrorCode =
  | 'aborted'
  | 'file-changed'
  | 'file-missing'
  | 'no-permission'
  | 'in-use'
  | 'unreadable'
  | 'no-space'
  | 'verify-failed'
  | 'cannot-replay'
  | 'internal'

export interface ErrorInfo {
  readonly code: ErrorCode
  /** One sentence for the user. */
  readonly message: string
}

export type Request =
  | {
      [C in CallName]: {
        readonly id: number
        readonly call: C
        readonly params: Calls[C]['params']
      }
    }[CallName]
  | { readonly id: number; readonly abort: true }

export type Reply = { readonly id: number } & (
  | { readonly progress: Progress }
  | { readonly result: Calls[CallName]['result'] }
  | { readonly error: ErrorInfo }
)
