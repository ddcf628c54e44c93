/** What a file system says of the space of its volume: which of it is free, and whether that is to be relied on. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import type { Refused } from '../bytes/refused.ts'

/** Free space of a volume. All is in bytes, from the beginning of the volume. */
export interface FreeSpace {
  readonly ok: true
  /** One unit of the bitmap or table: a block or a cluster. */
  readonly unitSize: number
  /** How far the bitmap speaks, at most to the end of the volume: what lies behind it nobody knows. */
  readonly size: number
  readonly freeBytes: number
  /**
   * Why nothing is to be dropped on its word: it was not closed, its journal is to be replayed, its counts differ.
   * Sentences for the user. None: the bitmap agrees with all that there is to compare it with.
   */
  readonly doubts: readonly string[]
}

/** Is told the runs of free bytes, in order of place, disjoint, and as long as they are. */
export type OnFree = (run: ByteRange) => void

/** Reads what one kind of file system says; `run` progresses in bytes of the volume. Never throws on content. */
export type FreeSpaceReader = (
  volume: ByteSource,
  onFree: OnFree,
  run?: Run,
) => Promise<FreeSpace | Refused>
