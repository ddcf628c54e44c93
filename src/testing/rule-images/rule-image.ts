/** Images that break one rule each: what they are made of. */
import type { EntryDescription, ImageDescription } from '../../engine/compose/description.ts'
import type { SparseFile } from '../../engine/compose/sparse-file.ts'
import type { RuleId } from '../../engine/findings/rules.ts'
import { LOG_SECTOR_SIZE } from '../../engine/format/layout.ts'
import { disk, mark } from '../marks.ts'

export interface RuleImage {
  readonly image: ImageDescription | SparseFile
  /** Files that are given as its parents: then the rules about chains are asked, too. */
  readonly parents?: readonly ImageDescription[]
  /** The risk of a changed parent is taken. */
  readonly acceptsChange?: true
  /** Parents are read so. */
  readonly readAs?: 'before' | 'salvaged'
  /** Other rules that cannot but be broken as well, or that tell of the same. */
  readonly also?: readonly RuleId[]
}

export const text = (value: string): Uint8Array => new TextEncoder().encode(value)
export const sector = (count: number): number => count * LOG_SECTOR_SIZE

/** A disk with a log to replay. */
export const dirty = (...entries: EntryDescription[]): ImageDescription =>
  disk({ log: { entries } })

/** A disk with a log to replay, in front of which stands an older entry with something wrong. */
export const dirtyBehind = (older: EntryDescription): ImageDescription =>
  dirty(
    { updates: [mark('B')], sequenceNumber: 5n, position: 0, tail: 0, ...older },
    { updates: [mark('A')], sequenceNumber: 10n, position: sector(40), tail: sector(40) },
  )
