/** The files of a guest's file system: what every reader of one answers, whichever kind it is. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import type { Refused } from '../bytes/refused.ts'

/**
 * What a file system calls one file by, as long as nobody writes to it: the number of an inode (ext) or of a record of
 * the table of files (NTFS); of FAT and exFAT the place of its directory entry in the volume, and 0 of the root.
 */
export type NodeId = number

export type NodeKind =
  | 'file'
  | 'directory'
  | 'link'
  | 'fifo'
  | 'socket'
  | 'character-device'
  | 'block-device'

/**
 * A name in a directory. Names are text as the file system stores them: bytes that are no UTF-8 are lone surrogates
 * U+DC80 to U+DCFF (see `names.ts`), so that no two names become one. They may hold anything, also `/` and NUL.
 */
export interface DirectoryEntry {
  readonly name: string
  readonly node: NodeId
  /** As the directory has it; `undefined` where only the node itself tells. */
  readonly kind: NodeKind | undefined
  /** Where the entry lies in the volume. */
  readonly at: ByteRange
}

/** Some entries of a directory, in its own order, without `.` and `..`; and what of it cannot be read, in sentences. */
export interface DirectoryPart {
  readonly entries: readonly DirectoryEntry[]
  readonly problems: readonly string[]
}

/** A time as exact as it is stored. */
export interface GuestTime {
  /** Since 1970-01-01T00:00:00Z; negative before. */
  readonly nanoseconds: bigint
  /** FAT, and exFAT without an offset: the time of the guest's clock, of which nobody knows the zone. */
  readonly isLocal?: true
}

export interface Stat {
  readonly ok: true
  readonly kind: NodeKind
  /** Bytes of its content; of a directory those of its table of names, where it has one. */
  readonly size: bigint
  /** What is taken of the volume for its content, in bytes. */
  readonly allocated: bigint
  /** What the file system keeps, and nothing else. */
  readonly times: {
    readonly modified?: GuestTime
    readonly changed?: GuestTime
    readonly accessed?: GuestTime
    readonly created?: GuestTime
  }
  /** How many names it has, where the file system counts them. */
  readonly links?: number
  /** Unix: the low 12 bits of its mode. */
  readonly permissions?: number
  readonly owner?: { readonly user: number; readonly group: number }
  /** DOS and Windows: "read-only", "hidden", "system", "archive", "compressed", "sparse", "encrypted", … */
  readonly attributes?: readonly string[]
  /** Where a link leads, as it is stored. */
  readonly target?: string
  /** Major and minor number. */
  readonly device?: readonly [major: number, minor: number]
  /** Contents beside the one without a name (NTFS). */
  readonly streams?: readonly { readonly name: string; readonly size: bigint }[]
  /** What describes it: an inode, a record, a directory entry. `undefined` of the root of a FAT. */
  readonly record: ByteRange | undefined
  /** What of it is damaged or not read, and why: encrypted, packed by a program that is not known, … Sentences. */
  readonly problems: readonly string[]
}

/** A part of a content. The parts of a content lie one behind the other and end at its size. */
export type FileExtent = ByteRange & FilePlace

/** `offset` of the part is in the content; `at` is in the volume. */
export type FilePlace =
  /** As it is, in the volume. */
  | { readonly from: 'volume'; readonly at: number }
  /** A hole, or what was reserved and never written: zeros. */
  | { readonly from: 'zeros' }
  /** In the structure that describes the file, and so not in a piece of the volume of its own. */
  | { readonly from: 'record'; readonly at: ByteRange }
  /** Compressed: these places hold less than what is made of them. */
  | { readonly from: 'compressed'; readonly at: readonly ByteRange[] }
  /** Nobody can say what is there; reads as zeros. */
  | { readonly from: 'unreadable'; readonly reason: string }

/**
 * What a node has of the volume: who wants to know whether a change concerns it holds the change against these. A node
 * with very many places comes several times, each time with others.
 */
export interface Footprint {
  readonly node: NodeId
  readonly kind: NodeKind
  /** Bytes of its content. */
  readonly size: bigint
  readonly record: ByteRange
  /** Places of its content, of all its streams; of a directory those of its entries. In any order. */
  readonly content: readonly ByteRange[]
  /** Places of what says where its content is: extent trees, indirect blocks, attribute lists. In any order. */
  readonly structure: readonly ByteRange[]
}

/**
 * Files of one volume. Nothing here throws on content: what is damaged is left out and said. All loops end, and all
 * memory is bounded by the part that is asked for, whatever the volume says. Errors of the source pass through.
 */
export interface GuestFiles {
  readonly ok: true
  readonly root: NodeId
  /** What is not read, or to be doubted, of the whole file system: features by name, checksums that are wrong. Sentences. */
  readonly notes: readonly string[]
  /** Names that differ only in capital and small letters are one name to it, and are looked for so. */
  readonly ignoresCase?: true
  /** The names in a directory, part by part; each part took a bounded number of bytes. */
  list(directory: NodeId, run?: Run): AsyncIterable<DirectoryPart>
  stat(node: NodeId): Promise<Stat | Refused>
  /**
   * The parts of a content, many at a time; `stream` is the name of one beside the main one. Whether all that is
   * compressed can be unpacked is only known, and the rest unreadable, where it was asked to be proven: that reads it.
   */
  extents(
    node: NodeId,
    stream?: string,
    how?: { readonly isProven: boolean },
  ): AsyncIterable<readonly FileExtent[]>
  /** The content. What is unreadable reads as zeros: `extents`, proven, says where that is. */
  open(node: NodeId, stream?: string): Promise<ByteSource | Refused>
  /** All nodes that are in use, many at a time, in one pass over what describes them. */
  footprints(run?: Run): AsyncIterable<readonly Footprint[]>
}
