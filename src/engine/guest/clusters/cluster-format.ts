/** What a FAT and an exFAT have to say of themselves, so that `cluster-files.ts` reads the files of either. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import type { Refused } from '../../bytes/refused.ts'
import type { DirectoryEntry, NodeId, Stat } from '../guest-files.ts'
import type { Allocation } from './allocation.ts'
import type { ClusterSpace } from './cluster-space.ts'
import type { ContentPlace } from './content-place.ts'

/** The root directory has no entry, and no entry lies there. */
export const ROOT: NodeId = 0
/** Bytes of an entry of either. */
export const ENTRY_SIZE = 32

export interface FoundEntry {
  readonly entry: DirectoryEntry
  readonly content: ContentPlace
}

/** Reads the entries of one directory from its bytes, which come in order, in pieces of whole entries. */
export interface EntryReader {
  /** `at` is where the bytes lie in the volume. */
  read(bytes: Uint8Array, at: number): readonly FoundEntry[]
  /** Nothing behind what was read is in use. */
  readonly isOver: boolean
  /** What was wrong since the last time; `isLast` where nothing comes any more. Sentences. */
  takeProblems(isLast: boolean): readonly string[]
}

/** Of one node, as its directory entry has it. */
export interface Description extends Pick<Stat, 'times' | 'attributes' | 'problems'> {
  readonly ok: true
  readonly kind: 'file' | 'directory'
  readonly content: ContentPlace
  readonly record: ByteRange
}

export interface ClusterFormat {
  readonly space: ClusterSpace
  readonly root: {
    readonly allocation: () => Allocation
    /** What in the boot sector says where it is. */
    readonly namedAt: ByteRange
  }
  /** No directory is longer. In bytes. */
  readonly longestDirectory: number
  entriesOf(directory: 'root' | 'other'): EntryReader
  /** Refused where no entry of a file or directory is at that place. */
  describe(node: NodeId): Promise<Description | Refused>
}
