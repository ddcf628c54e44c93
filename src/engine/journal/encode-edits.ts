/** Edits as bytes to be journalled. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { type BatEntryFields, batEntry } from '../format/bat-entry.ts'
import { batEntryRange } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE } from '../format/layout.ts'
import { ITEM_TABLES, KNOWN_ITEMS } from '../format/metadata-items.ts'
import { type Image, readImage } from '../image/image.ts'
import { findItem } from '../image/metadata/find-item.ts'
import { type ByteUpdate, withUpdates } from './byte-update.ts'
import { type Edit, EditError } from './edit.ts'
import { editLocator } from './edit-locator.ts'
import { editRegion } from './edit-region.ts'
import { setFields } from './set-fields.ts'

/**
 * What the edits, each made to what those before it leave, write. Throws an `EditError` for one that
 * cannot be made. Whether the image can still be read is for an inspection of the result to say.
 */
export async function encodeEdits(
  source: ByteSource,
  edits: readonly Edit[],
): Promise<readonly ByteUpdate[]> {
  const updates: ByteUpdate[] = []
  for (const edit of edits) {
    const edited = withUpdates(source, updates)
    updates.push(...(await encodeEdit(edited, await readImage(edited), edit)))
  }
  return updates
}

async function encodeEdit(
  source: ByteSource,
  image: Image,
  edit: Edit,
): Promise<readonly ByteUpdate[]> {
  switch (edit.kind) {
    case 'bat-entry':
      return [await editBat(source, image, edit)]
    case 'metadata-item': {
      const range = image.metadata && findItem(image.metadata.items, edit.item)?.range
      if (!range) throw new EditError(`The image has no ${KNOWN_ITEMS[edit.item].name}.`)
      return [await setFields(source, ITEM_TABLES[edit.item], range.offset, edit.values)]
    }
    case 'parent-locator':
      return editLocator(source, image, edit)
    case 'region-entry':
      return editRegion(source, image, edit)
    case 'bytes':
      return [{ offset: edit.offset, content: { kind: 'bytes', bytes: edit.bytes } }]
  }
}

async function editBat(
  source: ByteSource,
  { bat }: Image,
  { index, state, fileOffsetMB }: Extract<Edit, { kind: 'bat-entry' }>,
): Promise<ByteUpdate> {
  if (bat === undefined) throw new EditError('The image has no BAT that can be read.')
  const entries = Math.floor(bat.region.length / BAT_ENTRY_SIZE)
  if (!Number.isSafeInteger(index) || index < 0 || index >= entries) {
    throw new EditError(`The BAT has no entry ${index}.`)
  }
  const values: Partial<BatEntryFields> = { state, fileOffsetMB }
  return setFields(source, batEntry, batEntryRange(bat, index).offset, values)
}
