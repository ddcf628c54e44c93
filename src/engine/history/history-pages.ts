/** What a page of the history is made of. */

import type { Page } from '../inspect/page.ts'
import type { LogEntry } from '../log/log.ts'
import type { Certainty } from './order.ts'
import type { OrphanGroup } from './orphans.ts'
import type { SessionRow } from './session-rows.ts'
import type { WrittenPlace } from './written-index.ts'

export interface SessionPage extends Page<SessionRow> {
  /** Groups of data sectors without an entry. */
  readonly orphans: number
}

/**
 * Why a content was not compared with the one before. None is ever gone: what a valid entry wrote is in the
 * log, since its data sectors are a part of what verifies.
 */
export type NotCompared =
  /** It is the first one of its place that the log knows of. */
  | 'first'
  /** A run of zeros that is too long to be gone through is one of them. */
  | 'long-zeros'
  /** Of an entry with many writes only the first ones are. */
  | 'many-writes'
  /** The file has one of them, and a skeleton has it not. */
  | 'absent'

/** What differs between two contents of a place, at most `MAX_DETAILS` lines of `lineCount`. */
export interface SectorChange {
  readonly lines: readonly string[]
  readonly lineCount: number
  /** How many bytes differ, as far as they were compared; `undefined` where none were. */
  readonly changedBytes: number | undefined
  /** Why something, or all of it, was not compared: each reason once. */
  readonly notCompared: readonly NotCompared[]
}

export interface SessionEntryRow {
  readonly entry: LogEntry
  /** How many numbers between it and the entry before have no valid entry. */
  readonly missingBefore: bigint
  /** How many writes it has, and what the first of them write to, in words. */
  readonly writes: number
  readonly targets: readonly string[]
  /** What these changed, against what the log knows of the same places from before. */
  readonly change: SectorChange
}

export interface WrittenPlaceRow extends WrittenPlace {
  readonly target: string
}

export interface WrittenPlaces extends Page<WrittenPlaceRow> {
  /** Whether all writes were looked at; else only the earliest `MAX_WRITTEN` of them. */
  readonly complete: boolean
}

/** One content of a place in the order of time; the last ones are what it holds now. */
export interface PlaceStepRow {
  readonly by:
    | {
        readonly kind: 'entry'
        readonly session: number
        readonly position: number
        readonly sequenceNumber: bigint
        readonly descriptor: number
      }
    | { readonly kind: 'disk' | 'after-replay' }
  /** How sure it is that it came after the step before; `undefined` of the first. */
  readonly certainty: Certainty | undefined
  readonly change: SectorChange
  /** Of one entry of the BAT: what it said. */
  readonly value: string | undefined
}

export interface OrphanRow extends Omit<OrphanGroup, 'sectors' | 'before'> {
  readonly count: number
  /** Of the first sector. */
  readonly position: number
  readonly zero: number
  /** What of the file has the same 4084 bytes, in words: a few of them. */
  readonly same: readonly string[]
  readonly sameCount: number
  /** The entry in the place directly before them. */
  readonly before: { readonly position: number; readonly sequenceNumber: bigint } | undefined
}
