/** Calls about proof: what is saved and read back, and hashes of what is open. */
import type { Hash, HashAlgorithm } from '../../engine/bytes/hash-names.ts'
import type { EvidenceRecord, FileHash } from '../../engine/inspect/evidence.ts'
import type { State } from '../../engine/inspect/inspection.ts'

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

export interface EvidenceCalls {
  /**
   * Writes the replayed copy into `target`, a new and empty file. The caller has made it, and removes
   * it where the call fails: a file handle cannot do that everywhere.
   */
  saveCopy: { params: SaveTarget; result: SaveResult }
  /** Of what a download is given. Progress in bytes. */
  hashBlob: {
    params: { readonly blob: Blob; readonly algorithm: HashAlgorithm }
    result: Hash
  }
  /**
   * Hashes of the open file, made in one pass; after the replay those of the copy that `saveCopy` and
   * `makeCopy` make until the file is opened again. Progress in bytes. Fails with `file-changed` where
   * headers, log or what the replay writes over read otherwise than at opening, before or behind.
   */
  hashFile: {
    params: { readonly state: State; readonly algorithms: readonly HashAlgorithm[] }
    result: readonly FileHash[]
  }
  /** What the answer rests on, as the file reads now. Progress in bytes. */
  hashEvidence: { params: object; result: EvidenceRecord }
}
