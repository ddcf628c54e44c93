/** What an image is to be, in few words: everything that is left out has the value a good image has. */
import type { Guid } from '../bytes/guid.ts'
import type { PayloadState, SectorBitmapState } from '../format/bat-entry.ts'
import type { Header } from '../format/header.ts'
import type { LogEntryHeader } from '../format/log-entry.ts'
import type { MetadataTableEntry, MetadataTableHeader } from '../format/metadata-table.ts'
import type { RegionTableEntry, RegionTableHeader } from '../format/region-table.ts'
import type { DiskKind } from '../image/metadata/geometry.ts'
import type { EntryUpdate } from '../log/encode-entry.ts'

export interface ImageDescription {
  /** Bytes. */
  readonly virtualDiskSize: number
  /** Bytes. Default 1 MiB, the least, which keeps images small. */
  readonly blockSize?: number
  /** Default "dynamic". A fixed disk has all its blocks, a differencing disk should have a `parent`. */
  readonly kind?: DiskKind
  /** Default 512. */
  readonly logicalSectorSize?: number
  /** Default 4096. */
  readonly physicalSectorSize?: number
  readonly creator?: string
  readonly virtualDiskId?: Guid
  readonly fileWriteGuid?: Guid
  readonly dataWriteGuid?: Guid
  readonly parent?: ParentDescription
  readonly blocks?: readonly BlockDescription[]
  readonly sectorBitmaps?: readonly SectorBitmapDescription[]
  /** Entries of the BAT that say something else than `blocks` and `sectorBitmaps`, by index. */
  readonly bat?: BatChanges
  readonly log?: LogDescription
  /** Bytes. Default: up to the end of everything. Less truncates the file, in the middle of anything. */
  readonly fileSize?: number
  /** Fields of the two headers that say something else than they should. */
  readonly headers?: readonly [Partial<Header>, Partial<Header>]
  readonly regionTables?: readonly [RegionTableDescription, RegionTableDescription]
  readonly metadata?: MetadataDescription
  /** Written last, over everything. */
  readonly patches?: readonly Patch[]
}

export interface Patch {
  /** In the file, or in the entry that it belongs to. */
  readonly at: number
  readonly bytes: Uint8Array
}

export interface BatEntryDescription {
  readonly state: PayloadState | SectorBitmapState
  readonly fileOffsetMB?: number
  readonly reserved?: number
}
/** Keys are indices of the table, not of the disk's blocks. */
export type BatChanges = Readonly<Record<number, BatEntryDescription>>

export interface BlockDescription {
  /** Of the virtual disk. */
  readonly block: number
  /** What it holds: this byte all over. Default: nothing is written, so that it reads as zero. */
  readonly fill?: number
  /** Default "fully-present". */
  readonly state?: PayloadState
  /** Default: behind the block before. */
  readonly fileOffsetMB?: number
}

export interface SectorBitmapDescription {
  readonly chunk: number
  /** The byte that all the bits of the bitmap are made of. */
  readonly fill: number
}

export interface ParentDescription {
  /** Default: the one that MS-VHDX defines. */
  readonly locatorType?: Guid
  readonly pairs: readonly (readonly [key: string, value: string])[]
}

export interface LogDescription {
  /** Bytes. Default 1 MiB: at 1 MiB of the file. Metadata and BAT do not move out of the way. */
  readonly offset?: number
  /** Bytes. Default 1 MiB. Metadata and BAT lie behind it. */
  readonly length?: number
  /** Of the headers and of the entries. Default: nil without entries, else `LOG_GUID`. */
  readonly guid?: Guid
  /** In the order in which they were written: a later one overwrites what it falls on. */
  readonly entries?: readonly EntryDescription[]
}

export interface EntryDescription {
  /** In the ring, bytes. Default: behind the entry before; the first one at 0. */
  readonly position?: number
  /** Default: one more than that of the entry before; the first one 1. */
  readonly sequenceNumber?: bigint
  /** Default: the position of the first entry in the description that has the same LogGuid. */
  readonly tail?: number
  /** Default: that of the log. */
  readonly logGuid?: Guid
  /** Default: the file's size, in whole MiB. */
  readonly flushedFileOffset?: bigint
  /** Default: the file's size. */
  readonly lastFileOffset?: bigint
  readonly updates?: readonly UpdateDescription[]
  /** Fields that say something else than they should. The checksum is made to match unless it is given. */
  readonly header?: Partial<LogEntryHeader>
  /** Written over the entry before its checksum is made. */
  readonly patches?: readonly Patch[]
  /** Bytes of the entry that are inverted when all is done, its checksum included. */
  readonly flips?: readonly number[]
  /** Which of its sectors never reached the file: the ring keeps what it held there. */
  readonly lostSectors?: readonly number[]
  /** Of which of its sectors only the first half did. */
  readonly tornSectors?: readonly number[]
}

export type UpdateDescription =
  | EntryUpdate
  /**
   * The sectors of the BAT that hold these entries, as they are in the file and with what earlier
   * updates with the same LogGuid have changed: one data descriptor per sector.
   */
  | { readonly kind: 'bat'; readonly changes: BatChanges }

export interface RegionTableDescription {
  readonly header?: Partial<RegionTableHeader>
  /** Default: BAT and metadata, see `standardRegions`. */
  readonly entries?: readonly Partial<RegionTableEntry>[]
}

export interface MetadataDescription {
  readonly header?: Partial<MetadataTableHeader>
  /** Default: those of a disk of its kind, see `standardItems`. */
  readonly items?: readonly ItemDescription[]
}

export interface ItemDescription {
  readonly bytes: Uint8Array
  /** Of its table entry. Offset and length follow from `bytes` unless they are given. */
  readonly entry: Partial<MetadataTableEntry>
}
