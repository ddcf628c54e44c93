/** Files of the guest: the names in a directory, what a file is and where, its bytes, and taking it out. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { Hash, HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { Refused } from '../../engine/bytes/refused.ts'
import type { ContentPlace } from '../../engine/files/content-places.ts'
import type { DirectoryRow, NodeRow, RowQuery } from '../../engine/files/directory-rows.ts'
import type { FoundFile, FoundFiles } from '../../engine/files/find-files.ts'
import type { NodeId } from '../../engine/guest/guest-files.ts'
import type { FileSystem } from '../../engine/guest/volumes/file-system.ts'
import type { Partition } from '../../engine/guest/volumes/partition.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { Page } from '../../engine/inspect/page.ts'
import { call } from './call.ts'
import type { BytePage } from './file.ts'

/** A volume by where it begins on the disk: that is the same in both states. */
export type VolumePlace = number

export interface FilesVolume {
  readonly place: VolumePlace
  /** Bytes. */
  readonly size: number
  readonly partition: Partition | undefined
  readonly fileSystem: FileSystem | undefined
  /** No table names it any more: it was found by copies of its first structures. */
  readonly isLost: boolean
  /** Whether its files are read, with what is to be doubted of all of them; or why not. */
  readonly files: { readonly ok: true; readonly notes: readonly string[] } | Refused
}

export interface FilesVolumes {
  readonly volumes: readonly FilesVolume[]
  /** What of the disk could not be looked at. */
  readonly problems: readonly string[]
}

/** A volume in one state, or in two of them side by side. */
export interface InVolume {
  readonly states: readonly State[]
  readonly volume: VolumePlace
}

/** By its path from the root, as `pathText` writes it. */
export interface AtPath extends InVolume {
  readonly path: string
}

export interface ListQuery extends AtPath, RowQuery {
  /** The name whose place among the rows is wanted. */
  readonly placeOf?: string | undefined
}

export interface Crumb {
  /** Empty of the root. */
  readonly name: string
  readonly path: string
}

export interface ListedRow extends DirectoryRow {
  readonly path: string
}

export interface ListPage extends Page<ListedRow> {
  /** From the root to the directory itself. */
  readonly crumbs: readonly Crumb[]
  readonly place?: number | undefined
  /** Of each state: what is not read of the directory, in sentences, or all of it. */
  readonly said: Partial<Readonly<Record<State, readonly string[]>>>
}

/** What is at a path, in each state that was asked for: or why there is nothing. */
export interface NodeAt {
  readonly before?: NodeRow | Refused
  readonly after?: NodeRow | Refused
  readonly path: string
  /** Of its last name; `undefined` of the root. */
  readonly within: { readonly directory: string; readonly name: string } | undefined
}

/** A content: that of a node, or a stream beside it. */
export interface OfNode {
  readonly state: State
  readonly volume: VolumePlace
  readonly node: NodeId
  readonly stream?: string | undefined
}

/** The most that one page has. */
export const MAX_EXTENTS = 256

export interface ExtentPage {
  /** In order, from the offset that was asked for. */
  readonly places: readonly ContentPlace[]
  /** Where to go on, in the content; `undefined` at its end. */
  readonly next: number | undefined
  /** What is said of it as a whole. */
  readonly problem?: string | undefined
}

export interface TakenOut {
  readonly blob: Blob
  /** That nobody can say, and are zero in it. */
  readonly unreadableBytes: number
}

export interface TakenTar extends TakenOut {
  readonly files: number
  readonly said: Told<string>
}

/** What is taken out: files and directories, by their paths. */
export interface TakenPaths {
  readonly state: State
  readonly volume: VolumePlace
  readonly paths: readonly string[]
}

export interface SavedName {
  /** In the guest. */
  readonly path: string
  /** In the folder, in names that its file system takes. */
  readonly saved: string
}

/** A line of each file, as `sha256sum` and its likes write and check them; and the hash of that. */
export interface SavedRecord {
  readonly blob: Blob
  readonly hash: Hash
}

/** More of each kind are counted. */
export const MAX_TOLD = 200

export interface Told<T> {
  /** The first `MAX_TOLD`. */
  readonly first: readonly T[]
  readonly count: number
}

export interface SavedFiles {
  /** In the folder itself. */
  readonly names: readonly string[]
  readonly files: number
  readonly directories: number
  readonly bytes: number
  readonly unreadableBytes: number
  /** Names that had to become others. */
  readonly renamed: Told<SavedName>
  /** What was not saved, or not whole, with the reason: sentences that begin with a path. */
  readonly said: Told<string>
  /** Where hashes were wanted. */
  readonly record?: SavedRecord
  /** Of the file, where it is one. */
  readonly hash?: Hash
}

export const files = {
  /** `undefined` where what the disk is divided into is not in a skeleton, or there is no disk. */
  volumes: call<{ readonly state: State }, FilesVolumes | undefined>(),
  /** Rows of a directory. All of its names are read once; progress counts them, or nodes that are looked at for an order. */
  list: call<ListQuery, ListPage>(),
  /** What is at a path, or of a name in the directory there. */
  stat: call<AtPath & { readonly name?: string | undefined }, NodeAt>(),
  /** Where a content is: on the disk and in the files that it is made of. */
  extents: call<OfNode & { readonly from: number }, ExtentPage>(),
  /** Bytes of a content, up to `MAX_PAGE_BYTES` and its end. What is unreadable is zero. */
  read: call<OfNode & ByteRange, BytePage>(),
  /** A content as slices of the open file, for a download. */
  blob: call<OfNode, TakenOut>(),
  /** Files and directories as a tar archive of slices, for a download. Progress in bytes of contents. */
  tar: call<TakenPaths, TakenTar>(),
  /** Search by name. Gives what is found as it is found. Progress in directories. */
  find: call<
    { readonly state: State; readonly volume: VolumePlace; readonly text: string },
    FoundFiles,
    readonly FoundFile[]
  >(),
  /**
   * Writes files and directories into `target`, under names that are not taken there. Where it fails or is
   * cancelled, what it has made is removed. Progress in bytes, of those that are known.
   */
  save: call<
    TakenPaths & {
      readonly target: FileSystemDirectoryHandle
      readonly hash?: HashAlgorithm | undefined
    },
    SavedFiles
  >(),
}
