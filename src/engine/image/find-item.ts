/** Which entry of the metadata table a known item is taken from. */
import type { KnownItemName } from '../format/metadata-items.ts'
import type { MetadataItem } from './metadata.ts'

/**
 * The item that `name` stands for. ItemId and IsUser together tell items apart (§2.6.1.2), so a
 * system item goes before a user item with its ID, which is nothing but an item with a wrong flag
 * where it stands alone.
 */
export function findItem(
  items: readonly MetadataItem[],
  name: KnownItemName,
): MetadataItem | undefined {
  const all = items.filter((item) => item.known === name && item.range !== undefined)
  return all.find(({ values }) => values.isUser === 0) ?? all[0]
}
