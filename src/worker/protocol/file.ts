/** Opening a file, and reading what every screen needs of it. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { Verdict } from '../../engine/diagnosis/verdict.ts'
import type { Inspection, State } from '../../engine/inspect/inspection.ts'
import type { SalvageReport } from '../../engine/salvage/salvaged.ts'
import { call } from './call.ts'

/** The most that one `file.read` gives: the page needs screenfuls, not the file. */
export const MAX_PAGE_BYTES = 1024 * 1024

/**
 * Which reading of the file. `upTo` stops the replay after that many entries of the active sequence
 * (0: none, and the headers as they are); without it all of them and the headers are written.
 */
export interface Reading {
  readonly state: State
  readonly upTo?: number | undefined
}

/** What is known of a file as soon as it is open: the answer, and the verdict that rests on it. */
export interface Opened extends Inspection {
  /** On the file by itself, whatever is chosen to be made of it. */
  readonly verdict: Verdict
  /** What the state "after" is, where the user has chosen that. */
  readonly salvage: SalvageReport | undefined
  /** Where a skeleton is open in the place of its file; without a name where that was left out. */
  readonly skeleton?: OpenedSkeleton | undefined
}

export interface OpenedSkeleton {
  /** Of the file. */
  readonly name: string | undefined
  readonly pathsBlanked: boolean
}

/** Bytes of one window. */
export interface BytePage {
  readonly bytes: Uint8Array
  /** Which of them a skeleton does not have, by their places: zero here, and not to be shown so. */
  readonly absent: readonly ByteRange[]
}

export const file = {
  open: call<{ readonly input: File | Blob | FileSystemFileHandle }, Opened>(),
  /**
   * Goes on where opening stopped, with what takes longer than a look: what QEMU would do with the
   * log, and the whole BAT, before and after. `blocks: 'few'` leaves out a table that takes a while.
   * Gives what is known with all of it, and with each part that is ready before that.
   */
  additions: call<{ readonly blocks: 'few' | 'all' }, Opened, Opened>(),
  /** The verdict by what is known now: of the blocks, and of parents. */
  verdict: call<object, Verdict>(),
  /** Up to `MAX_PAGE_BYTES`, clipped to the end of the file. Fails where a skeleton does not have them all. */
  read: call<Reading & ByteRange, Uint8Array>(),
  /** The same, whatever a skeleton has of them. */
  page: call<Reading & ByteRange, BytePage>(),
  /** How many bytes of the file have been looked at, each counted once. */
  bytesRead: call<object, number>(),
  /** Whether headers, log and the places that the replay writes still read as they did at opening. */
  check: call<object, { readonly changed: boolean }>(),
}
