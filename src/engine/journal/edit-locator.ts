/** A new parent locator, which may be longer than the old one, §2.6.2.6. */

import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { formatBytes } from '../bytes/format.ts'
import { endOf } from '../bytes/ranges.ts'
import { MAX_METADATA_ITEM_LENGTH, METADATA_TABLE_SIZE } from '../format/layout.ts'
import { metadataTableEntry } from '../format/metadata-table.ts'
import { encodeParentLocator } from '../format/parent-locator.ts'
import type { Image } from '../image/image.ts'
import { findItem } from '../image/metadata/find-item.ts'
import type { Metadata } from '../image/metadata/metadata.ts'
import type { ByteUpdate } from './byte-update.ts'
import { type Edit, EditError } from './edit.ts'
import { locatorProblem } from './locator-words.ts'
import { setFields } from './set-fields.ts'

/** Stays where it is if there is room, else goes behind all other items. What it leaves becomes zero. */
export async function editLocator(
  source: ByteSource,
  { metadata }: Image,
  { pairs }: Extract<Edit, { kind: 'parent-locator' }>,
): Promise<readonly ByteUpdate[]> {
  const locator = metadata?.parentLocator
  const item = metadata && findItem(metadata.items, 'parentLocator')
  if (!metadata || !locator || !item?.range) throw new EditError('The image has no parent locator.')
  const problem = locatorProblem(pairs)
  if (problem !== undefined) throw new EditError(problem)
  const bytes = encodeParentLocator({ locatorType: locator.locatorType, pairs })
  const offset = findPlace(metadata, item.range, bytes.length)
  const entry = { offset: offset - metadata.region.offset, length: bytes.length }
  return [
    { offset: item.range.offset, content: { kind: 'zeros', length: item.range.length } },
    { offset, content: { kind: 'bytes', bytes } },
    await setFields(source, metadataTableEntry, item.at.offset, entry),
  ]
}

/** Where `length` bytes of an item fit that is at `old`. */
function findPlace({ region, items }: Metadata, old: ByteRange, length: number): number {
  if (length > MAX_METADATA_ITEM_LENGTH) {
    throw new EditError(`A metadata item has at most ${formatBytes(MAX_METADATA_ITEM_LENGTH)}.`)
  }
  const others = items.flatMap(({ range }) => (range && range.offset !== old.offset ? [range] : []))
  const fits = (offset: number): boolean =>
    offset + length <= endOf(region) &&
    others.every((other) => offset + length <= other.offset || offset >= endOf(other))
  if (fits(old.offset)) return old.offset
  const behind = Math.max(region.offset + METADATA_TABLE_SIZE, ...others.map(endOf))
  if (!fits(behind)) throw new EditError('The metadata region has no room for the parent locator.')
  return behind
}
