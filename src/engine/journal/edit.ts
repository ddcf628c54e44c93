/** What a user changes in an image, in the words of the format. Plain data: edits are kept, undone and sent. */
import type { ITEM_TABLES } from '../format/metadata-items.ts'
import type { RegionTableEntry } from '../format/region-table.ts'

/** A metadata item of a fixed layout. */
export type FixedItemName = keyof typeof ITEM_TABLES

/** A field's new value: `bigint` for 64-bit fields, text for GUIDs, else a number. */
export type FieldValue = number | bigint | string

export type Edit =
  /** `state` is the number on the disk, 0 to 7; `fileOffsetMB` is below 2^44. */
  | {
      readonly kind: 'bat-entry'
      readonly index: number
      readonly state: number
      readonly fileOffsetMB: number
    }
  /** Fields that are not named stay as they are. */
  | {
      readonly kind: 'metadata-item'
      readonly item: FixedItemName
      readonly values: Readonly<Record<string, FieldValue>>
    }
  /** All pairs of the locator, in order; it moves in the metadata region where it has grown. */
  | {
      readonly kind: 'parent-locator'
      readonly pairs: readonly (readonly [key: string, value: string])[]
    }
  /** Made to both tables where they agree, with checksums that match. */
  | {
      readonly kind: 'region-entry'
      readonly index: number
      readonly values: Partial<RegionTableEntry>
    }
  /** As they are: checksums are not made to match. */
  | { readonly kind: 'bytes'; readonly offset: number; readonly bytes: Uint8Array }

/**
 * Whether the user of the disk can see the change, so that DataWriteGuid must change (§2.2.2).
 * Regions only move what he sees.
 */
export const changesData = (edits: readonly Edit[]): boolean =>
  edits.some(({ kind }) => kind !== 'region-entry')

/** An edit that cannot be made. The message is a sentence for the user. */
export class EditError extends Error {
  override readonly name = 'EditError'
}
