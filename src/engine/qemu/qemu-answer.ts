/** What QEMU would do with a file, for people: plain data that crosses the worker. */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { DivergenceCode } from './divergence.ts'
import type { QemuAnswer } from './predict.ts'
import type { QemuStopCode } from './stop.ts'

/** How many entries and differences are listed; all are counted. */
export const MAX_LISTED = 200

export interface QemuEntry {
  readonly position: number
  readonly sequenceNumber: bigint
  /** False for the one at which QEMU stops. */
  readonly whole: boolean
}

export interface QemuWrite {
  readonly offset: number
  readonly length: number
  readonly kind: 'data' | 'zero' | 'extend' | 'cut'
  /** Of an entry, in the log. */
  readonly entry: number
}

export interface QemuDifference extends ByteRange {
  /** "BAT[0–511]". */
  readonly what: string
  readonly reason: DivergenceCode
  /** Whose bytes these are in each result: an entry's position; `undefined` as they are on disk. */
  readonly ours: number | undefined
  readonly theirs: number | undefined
}

export interface QemuReason {
  readonly code: DivergenceCode
  readonly sentence: string
  /** Of 4 KiB, among the differences that are listed; 0 where it is not about any. */
  readonly sectors: number
}

export interface QemuReport {
  readonly answer: QemuAnswer
  /** One sentence: what it does. */
  readonly headline: string
  /** Why it stops: what qemu-img says of it, and what it is. */
  readonly stop:
    | { readonly code: QemuStopCode; readonly says: string | undefined; readonly sentence: string }
    | undefined
  /** Whether it must be kept away from this file: `finding` is about that. */
  readonly diverges: boolean
  readonly entries: readonly QemuEntry[]
  readonly entryCount: number
  readonly writes: readonly QemuWrite[]
  readonly writeCount: number
  /** Whether it writes its GUIDs into the headers, whatever else it does. */
  readonly changesHeaders: boolean
  readonly sizeBefore: number
  readonly sizeAfter: number
  /** By the specification. */
  readonly rightSize: number
  readonly differences: readonly QemuDifference[]
  /** Of 4 KiB, all of them. */
  readonly differingSectors: number
  /** False where zero runs of gigabytes were not compared with what is there. */
  readonly complete: boolean
  readonly reasons: readonly QemuReason[]
  /** What else is to be known of it. */
  readonly notes: readonly string[]
  /** Errors in the BAT for which every command but `check` refuses the image; `undefined` if not counted. */
  readonly batErrors: number | undefined
}
