/** What lies at an offset of the metadata region: table, entries, items. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { METADATA_TABLE_SIZE } from '../format/layout.ts'
import { ITEM_TABLES, itemName, KNOWN_ITEMS } from '../format/metadata-items.ts'
import { metadataTableEntry, metadataTableHeader } from '../format/metadata-table.ts'
import { parentLocatorEntry, parentLocatorHeader } from '../format/parent-locator.ts'
import type { Metadata } from '../image/metadata/metadata.ts'
import type { ParentLocator } from '../image/metadata/read-parent-locator.ts'
import type { PlaceStep } from './place.ts'
import { covers, fieldSteps, structSteps } from './place-field.ts'

/** `offset` lies in the region. */
export async function locateInMetadata(
  source: ByteSource,
  metadata: Metadata,
  offset: number,
): Promise<readonly PlaceStep[]> {
  const { region, items, parentLocator } = metadata
  const table = { offset: region.offset, length: METADATA_TABLE_SIZE }
  if (covers(table, offset)) {
    const step = { name: 'Metadata table', at: table, section: '2.6.1' }
    return [step, ...(await tableSteps(source, metadata, offset))]
  }
  const item = items.find(({ range }) => range && covers(range, offset))
  if (!item?.range) return []
  const known = item.known && KNOWN_ITEMS[item.known]
  const step: PlaceStep = {
    name: itemName(item),
    at: item.range,
    section: known?.section ?? '2.6.1.2',
  }
  if (item.known === 'parentLocator') {
    return [step, ...(await locatorSteps(source, item.range.offset, parentLocator, offset))]
  }
  const layout = item.known && ITEM_TABLES[item.known]
  return [step, ...(layout ? await fieldSteps(source, layout, item.range.offset, offset) : [])]
}

async function tableSteps(
  source: ByteSource,
  { region, items }: Metadata,
  offset: number,
): Promise<readonly PlaceStep[]> {
  const header = await structSteps(
    source,
    { table: metadataTableHeader, start: region.offset },
    offset,
  )
  if (header.length > 0) return header
  const item = items.find(({ at }) => covers(at, offset))
  if (!item) return []
  const name = `Entry ${item.index}: ${itemName(item)}`
  return structSteps(source, { table: metadataTableEntry, start: item.at.offset, name }, offset)
}

/** The item is at `start`. */
async function locatorSteps(
  source: ByteSource,
  start: number,
  locator: ParentLocator | undefined,
  offset: number,
): Promise<readonly PlaceStep[]> {
  const header = await structSteps(source, { table: parentLocatorHeader, start }, offset)
  if (header.length > 0) return header
  for (const { key, value, keyAt, valueAt } of locator?.pairs ?? []) {
    if (covers(keyAt, offset)) return [{ name: 'Key', at: keyAt, value: key }]
    if (covers(valueAt, offset)) return [{ name: key, at: valueAt, value }]
  }
  const first = start + parentLocatorHeader.size
  const index = Math.floor((offset - first) / parentLocatorEntry.size)
  if (index >= (locator?.pairs.length ?? 0)) return []
  const at = first + index * parentLocatorEntry.size
  return structSteps(
    source,
    { table: parentLocatorEntry, start: at, name: `Pair ${index}` },
    offset,
  )
}
