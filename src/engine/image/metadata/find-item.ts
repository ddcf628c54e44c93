/** Which entry of the metadata table a known item is taken from. */
import type { KnownItemName } from '../../format/metadata-items.ts'
import type { MetadataItem } from './metadata.ts'

/** The item that `name` stands for; of several, which a rule forbids, the first that can be read. */
export const findItem = (
  items: readonly MetadataItem[],
  name: KnownItemName,
): MetadataItem | undefined => items.find((item) => item.known === name && item.range !== undefined)
