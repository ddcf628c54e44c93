/** The replayed copy: written into a file, or as a Blob for a download. */
import type { Hash, HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import { call } from './call.ts'

/** A new file, and the hash that is wanted of it: then all of it is read back and compared. */
export interface SaveTarget {
  readonly target: FileSystemFileHandle
  readonly hash?: HashAlgorithm | undefined
}

export interface SaveResult {
  readonly size: number
  /** Bytes that were read back and compared: what the replay put in place; with a hash, all of them. */
  readonly verifiedBytes: number
  /** Of all that was written, and of all that was read back. */
  readonly hash?: Hash
  /** Of an exported disk: what could not be read of it and is zero in the export. */
  readonly unreadableBytes?: number
}

/**
 * Of an exported disk so many places of so many bytes are read back, spread evenly from its beginning
 * to its end: all of one that is no larger than that. To read more took a fifth of the time of an
 * export of a gigabyte.
 */
export const EXPORT_SAMPLES = 64
export const EXPORT_SAMPLE = 256 * 1024

/** What a saved file is, beside what was to be saved. */
export type CopyComparison =
  | { readonly kind: 'same'; readonly size: number }
  /** The first byte that is another one, and both. */
  | {
      readonly kind: 'differs'
      readonly at: number
      readonly expected: number
      readonly found: number
    }
  /** Sizes in bytes; nothing was read. */
  | { readonly kind: 'other-size'; readonly expected: number; readonly found: number }

export const save = {
  /**
   * Writes the replayed copy into `target`, a new and empty file. The caller has made it, and removes
   * it where the call fails: a file handle cannot do that everywhere.
   */
  copy: call<SaveTarget, SaveResult>(),
  /** The replayed copy as a Blob of file slices and patches, for a download. */
  blob: call<object, Blob>(),
  /** Compares a file that the browser has saved with what it was given to save. Progress in bytes. */
  compare: call<{ readonly expected: Blob; readonly found: Blob }, CopyComparison>(),
}
