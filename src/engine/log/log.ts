/** What a scan of the log finds, §2.3. Plain data. */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { Guid } from '../bytes/guid.ts'
import type { Finding } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import type { LogEntryHeader } from '../format/log-entry.ts'

/** Where the log is in the file: checked, both multiples of 1 MiB. Positions count from its start. */
export type LogRegion = ByteRange

/**
 * active: will be replayed. superseded: valid, with the current LogGuid, not replayed. stale: valid,
 * with another LogGuid. invalid: says "loge" but does not verify.
 */
export type EntryStatus = 'active' | 'superseded' | 'stale' | 'invalid'

export interface LogEntry {
  /** Bytes from the start of the log, a multiple of 4 KiB. */
  readonly position: number
  /** Bytes that it takes in the ring: EntryLength where that is possible, else one sector. */
  readonly length: number
  readonly header: LogEntryHeader
  /**
   * `computed` is undefined where a checksum means nothing: the length is impossible, or another
   * entry begins inside.
   */
  readonly checksum: { readonly stored: number; readonly computed: number | undefined }
  readonly status: EntryStatus
  /** Why it is not valid: the rules it breaks. Empty for a valid entry. */
  readonly reasons: readonly RuleId[]
  /** All that is to be said about it with places and numbers; of a rule no more than MAX_PER_RULE. */
  readonly findings: readonly Finding[]
}

/**
 * A run: valid entries with the header's LogGuid, each directly behind the one before and one
 * greater in sequence number, as long as it can be made (§2.3.2).
 */
export interface LogSequence {
  /** Oldest first. The last one is the head. */
  readonly entries: readonly LogEntry[]
  /** Whether the head's Tail is the position of an entry of the run (§2.3.3, step 4). */
  readonly complete: boolean
  readonly active: boolean
}

/** The part of the complete run with the greatest head that is replayed: tail to head. Never empty. */
export interface ActiveSequence {
  readonly entries: readonly LogEntry[]
  readonly tail: LogEntry
  readonly head: LogEntry
}

/** What lies in a 4 KiB slot of the ring, as drawn in the strip. */
export const SLOT_KINDS = [
  'unused',
  'active',
  'superseded',
  'stale',
  'invalid',
  'orphan-data',
] as const
export type SlotKind = (typeof SLOT_KINDS)[number]

export interface LogScan {
  readonly region: LogRegion
  /** The LogGuid of the current header; nil in a clean file, and then no entry is active. */
  readonly guid: Guid
  /** Every position that begins with "loge", in order of position. */
  readonly entries: readonly LogEntry[]
  readonly sequences: readonly LogSequence[]
  readonly active: ActiveSequence | undefined
  /** For each 4 KiB slot the index of its kind in `SLOT_KINDS`. */
  readonly slots: Uint8Array
  /** About the log as a whole; those about entries hang on the entries. */
  readonly findings: readonly Finding[]
  /** How many more findings of a rule there are than were made. */
  readonly unlisted: ReadonlyMap<RuleId, number>
}

/** One descriptor of an entry, as it stands in the log. */
export type LogDescriptor =
  | {
      readonly kind: 'data'
      /** Which descriptor of its entry, from 0. */
      readonly index: number
      /** Where the descriptor itself is in the file. */
      readonly at: number
      /** Where its data sector is in the file; `undefined` where its entry, which is invalid, has no room for it. */
      readonly sectorAt: number | undefined
      readonly fileOffset: bigint
      readonly leadingBytes: bigint
      readonly trailingBytes: number
      readonly sequenceNumber: bigint
    }
  | {
      readonly kind: 'zero'
      readonly index: number
      readonly at: number
      readonly fileOffset: bigint
      readonly zeroLength: bigint
      readonly sequenceNumber: bigint
      readonly reserved: number
    }
  /** Neither "desc" nor "zero": in an entry that is not valid. */
  | { readonly kind: 'unknown'; readonly index: number; readonly at: number }
