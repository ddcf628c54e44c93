/** A recipe, version 1: an image and its log as a JSON document, for hands and for forms (docs/recipes.md). */
import type { PayloadState, SectorBitmapState } from '../format/bat-entry.ts'
import type { DiskKind } from '../image/metadata/geometry.ts'

export const RECIPE_FORMAT = 'vhdx-inspector-recipe'
export const RECIPE_VERSION = 1

/** A whole number up to 2^64 - 1: a number where that is exact, else decimal digits as text. */
export type Uint64 = number | string
/** Bytes: as `Uint64`, or with a unit: "64KiB", "10 GiB". */
export type Size = number | string
/** A place in the ring: as `Size`; with a minus in front it counts from the ring's end. */
export type RingPosition = number | string
/** `8-4-4-4-12`, with or without braces. */
export type GuidText = string
/** Pairs of hexadecimal digits; white space between pairs is ignored. */
export type Hex = string

/** Whatever is left out has the value that a good image has. */
export interface Recipe {
  /** For editors; nothing here reads it. */
  readonly $schema?: string
  readonly format: typeof RECIPE_FORMAT
  readonly version: typeof RECIPE_VERSION
  /** What the image is to show, in words. */
  readonly about?: string
  readonly disk: RecipeDisk
  readonly blocks?: readonly RecipeBlock[]
  readonly sectorBitmaps?: readonly RecipeSectorBitmap[]
  /** BAT entries that say something else than `blocks` and `sectorBitmaps`. */
  readonly bat?: RecipeBat
  /** Fields of header 1 and header 2 that say something else; of these, header 2 is current. */
  readonly headers?: readonly [RecipeHeader, RecipeHeader]
  readonly log?: RecipeLog
  /** Default: up to the end of everything. Less truncates the file, in the middle of anything. */
  readonly fileSize?: Size
  /** Written last, over everything. */
  readonly patches?: readonly RecipePatch[]
}

export interface RecipeDisk {
  readonly size: Size
  /** Default 1 MiB, the least. */
  readonly blockSize?: Size
  /** Default "dynamic". */
  readonly kind?: DiskKind
  /** Default 512. */
  readonly logicalSectorSize?: 512 | 4096
  /** Default 4096. */
  readonly physicalSectorSize?: 512 | 4096
  readonly creator?: string
  readonly virtualDiskId?: GuidText
  readonly fileWriteGuid?: GuidText
  readonly dataWriteGuid?: GuidText
  /** Of a differencing disk: keys and values of its parent locator. */
  readonly parent?: readonly (readonly [key: string, value: string])[]
}

export interface RecipeBlock {
  /** Of the virtual disk. */
  readonly block: number
  /** What it holds: this byte all over. Default: nothing is written, so that it reads as zero. */
  readonly fill?: number
  /** Default "fully-present". */
  readonly state?: PayloadState
  /** Default: behind the block before. */
  readonly fileOffsetMB?: number
}

export interface RecipeSectorBitmap {
  readonly chunk: number
  /** The byte that all the bits of the bitmap are made of. */
  readonly fill: number
}

/** Keys are indices of the table in decimal digits, not numbers of the disk's blocks. */
export type RecipeBat = Readonly<Record<string, RecipeBatEntry>>

export interface RecipeBatEntry {
  readonly state: PayloadState | SectorBitmapState
  readonly fileOffsetMB?: number
  readonly reserved?: number
}

/** §2.2.2. The checksum is right unless it is given. */
export interface RecipeHeader {
  readonly signature?: string
  readonly checksum?: number
  readonly sequenceNumber?: Uint64
  readonly fileWriteGuid?: GuidText
  readonly dataWriteGuid?: GuidText
  readonly logGuid?: GuidText
  readonly logVersion?: number
  readonly version?: number
  readonly logLength?: Size
  readonly logOffset?: Size
}

export interface RecipeLog {
  /** Default 1 MiB. Where a log is put onto an existing image, that image says it. */
  readonly length?: Size
  /** Of the headers and of the entries. Default: zero without entries, else one of its own. */
  readonly guid?: GuidText
  /** In the order in which they were written: a later one overwrites what it falls on. */
  readonly entries?: readonly RecipeEntry[]
}

export interface RecipeEntry {
  readonly about?: string
  /** A multiple of 4 KiB. Default: behind the entry before; the first one at 0. */
  readonly position?: RingPosition
  /** Default: one more than that of the entry before; the first one 1. */
  readonly sequenceNumber?: Uint64
  /** Default: the position of the first entry of the recipe that has the same LogGuid. */
  readonly tail?: RingPosition
  /** Default: that of the log. */
  readonly logGuid?: GuidText
  /** Default: the file's size, in whole MiB. */
  readonly flushedFileOffset?: Size
  /** Default: the file's size. */
  readonly lastFileOffset?: Size
  readonly descriptors?: readonly RecipeDescriptor[]
  /** Obeyed in any order they are given: what they do does not depend on it. */
  readonly faults?: readonly RecipeFault[]
}

export type RecipeDescriptor =
  /**
   * The sectors of the BAT that hold these entries, as the file has them and as earlier entries with
   * the same LogGuid have changed them: a data descriptor for each sector.
   */
  | { readonly kind: 'bat'; readonly entries: RecipeBat }
  /** A sector of 4 KiB: `bytes`, and behind them the byte `fill` (default 0). */
  | {
      readonly kind: 'data'
      readonly fileOffset: Size
      readonly bytes?: Hex
      readonly fill?: number
      /** So many descriptors, each for the sector behind the one before. Default 1. */
      readonly count?: number
    }
  | {
      readonly kind: 'zero'
      readonly fileOffset: Size
      readonly length: Size
      /** So many descriptors, each for the range behind the one before. Default 1. */
      readonly count?: number
    }

/** Sectors of 4 KiB count from the start of the entry, the one with its header is 0. */
export type RecipeFault =
  /** The checksum that is stored is not that of the entry. */
  | { readonly kind: 'bad-checksum' }
  /** Only the first half of the sector was written; the ring keeps the rest. Default: the last sector. */
  | { readonly kind: 'torn-sector'; readonly sector?: number }
  /** The sector was never written: the ring keeps what it held. Default: the last sector. */
  | { readonly kind: 'lost-sector'; readonly sector?: number }
  /** The entry is one of an earlier session: another LogGuid. */
  | { readonly kind: 'stale-guid' }
  /** So many sequence numbers are left out before the entry. Default 1. Later entries go on behind it. */
  | { readonly kind: 'gap'; readonly by?: Uint64 }
  /** The entry begins in the last sector of the ring and goes on at its start. */
  | { readonly kind: 'wrap' }
  /** The entry repeats its last descriptor until it reaches its own tail: the ring is full to the last sector. */
  | { readonly kind: 'full-ring' }
  /** Fields of the entry header that say something else. The checksum is right unless it is given. */
  | ({ readonly kind: 'header' } & RecipeEntryHeader)
  /** Bytes of the entry that are replaced before its checksum is made. */
  | ({ readonly kind: 'patch' } & RecipePatch)
  /** A byte of the entry that is inverted when all is done. */
  | { readonly kind: 'flip'; readonly at: Size }
export type RecipeFaultKind = RecipeFault['kind']

/** §2.3.1.1: also what no log can have. */
export interface RecipeEntryHeader {
  readonly signature?: string
  readonly checksum?: number
  readonly entryLength?: Size
  readonly tail?: Size
  readonly descriptorCount?: number
  readonly reserved?: number
}

/** `length` bytes (default: as many as `bytes` has): `bytes`, and behind them the byte `fill` (default 0). */
export interface RecipePatch {
  /** In the file, or in the entry that it belongs to. */
  readonly at: Size
  readonly bytes?: Hex
  readonly fill?: number
  readonly length?: Size
}

/** What is wrong with a document that should be a recipe. */
export interface RecipeProblem {
  /** Where: "log.entries[3].tail"; empty for the whole. */
  readonly path: string
  /** One sentence. */
  readonly message: string
}

export type ParsedRecipe =
  | { readonly ok: true; readonly recipe: Recipe }
  | { readonly ok: false; readonly problems: readonly RecipeProblem[] }
