/** The metadata table and the items that MS-VHDX knows, §2.6. */
import type { ByteRange, ByteSource } from '../../bytes/byte-source.ts'
import { cached } from '../../bytes/cached-source.ts'
import type { Guid } from '../../bytes/guid.ts'
import { endOf } from '../../bytes/ranges.ts'
import { type Finding, finding } from '../../findings/finding.ts'
import { MAX_METADATA_ITEM_LENGTH, METADATA_TABLE_SIZE } from '../../format/layout.ts'
import {
  type FileParameters,
  fileParameters,
  KNOWN_ITEMS,
  type KnownItemName,
  logicalSectorSize,
  physicalSectorSize,
  virtualDiskId,
  virtualDiskSize,
} from '../../format/metadata-items.ts'
import {
  METADATA_SIGNATURE,
  type MetadataTableEntry,
  type MetadataTableHeader,
  metadataTableEntry,
  metadataTableHeader,
} from '../../format/metadata-table.ts'
import { entryCount } from '../entry-count.ts'
import { findItem } from './find-item.ts'
import { tableFindings } from './metadata-table-findings.ts'
import { valueFindings } from './metadata-value-findings.ts'
import { type ParentLocator, readParentLocator } from './read-parent-locator.ts'

export interface MetadataItem {
  readonly index: number
  /** Where its table entry is in the file. */
  readonly at: ByteRange
  readonly values: MetadataTableEntry
  /** Which known item it is. */
  readonly known: KnownItemName | undefined
  /** The item's bytes in the file; `undefined` where they are not inside the region and the file. */
  readonly range: ByteRange | undefined
}

/** Values as they stand on the disk, right or wrong; `undefined` where the item is missing or unreadable. */
export interface Metadata {
  readonly region: ByteRange
  readonly header: MetadataTableHeader | undefined
  /** At most 2,047, whatever EntryCount says; none where the signature is wrong. */
  readonly items: readonly MetadataItem[]
  readonly fileParameters: FileParameters | undefined
  readonly virtualDiskSize: bigint | undefined
  readonly virtualDiskId: Guid | undefined
  readonly logicalSectorSize: number | undefined
  readonly physicalSectorSize: number | undefined
  readonly parentLocator: ParentLocator | undefined
  readonly findings: readonly Finding[]
}

/** The items are small and lie side by side as a rule: together they cost one read. */
const ITEM_CACHE = { blockSize: 4096, capacity: 16 }

const KNOWN_BY_ID = new Map<Guid, KnownItemName>(
  Object.entries(KNOWN_ITEMS).map(([name, { id }]) => [id, name as KnownItemName]),
)

/** Reads the table, 64 KiB, and the known items; never what any other item holds. */
export async function readMetadata(source: ByteSource, region: ByteRange): Promise<Metadata> {
  const tableEnd = region.offset + METADATA_TABLE_SIZE
  if (region.length < METADATA_TABLE_SIZE || tableEnd > source.size) {
    const values = { offset: region.offset, needed: METADATA_TABLE_SIZE }
    return emptyMetadata(region, [finding('metadata.unreadable', region, values)])
  }
  const table = await source.read(region.offset, METADATA_TABLE_SIZE)
  const header = metadataTableHeader.decode(table)
  if (header.signature !== METADATA_SIGNATURE) {
    const at = { offset: region.offset, length: METADATA_SIGNATURE.length }
    const found = finding('metadata.signature', at, { found: header.signature })
    return { ...emptyMetadata(region, [found]), header }
  }
  const { size } = metadataTableHeader
  const count = entryCount(table, size, metadataTableEntry.size, header.entryCount)
  const items = Array.from({ length: count }, (_, index) =>
    itemAt(table, index, region, source.size),
  )
  const values = await readItems(cached(source, ITEM_CACHE), items)
  const read = { region, header, items, ...values }
  return {
    ...read,
    findings: [...tableFindings(region, header, items), ...values.findings, ...valueFindings(read)],
  }
}

const emptyMetadata = (region: ByteRange, findings: readonly Finding[]): Metadata => ({
  region,
  header: undefined,
  items: [],
  fileParameters: undefined,
  virtualDiskSize: undefined,
  virtualDiskId: undefined,
  logicalSectorSize: undefined,
  physicalSectorSize: undefined,
  parentLocator: undefined,
  findings,
})

function itemAt(
  table: Uint8Array,
  index: number,
  region: ByteRange,
  fileSize: number,
): MetadataItem {
  const place = metadataTableHeader.size + index * metadataTableEntry.size
  const values = metadataTableEntry.decode(table, place)
  const range = { offset: region.offset + values.offset, length: values.length }
  const readable =
    range.length <= MAX_METADATA_ITEM_LENGTH &&
    endOf(range) <= endOf(region) &&
    endOf(range) <= fileSize
  return {
    index,
    at: { offset: region.offset + place, length: metadataTableEntry.size },
    values,
    // ItemId and IsUser together tell items apart (§2.6.1.2); all known ones are system items.
    known: values.isUser === 0 ? KNOWN_BY_ID.get(values.itemId) : undefined,
    range: readable ? range : undefined,
  }
}

interface Layout<V> {
  readonly size: number
  decode(bytes: Uint8Array): V
}

async function readItems(source: ByteSource, items: readonly MetadataItem[]) {
  async function value<V>(name: KnownItemName, layout: Layout<V>): Promise<V | undefined> {
    const range = findItem(items, name)?.range
    if (range === undefined || range.length < layout.size) return undefined
    return layout.decode(await source.read(range.offset, layout.size))
  }
  const parent = findItem(items, 'parentLocator')?.range
  const locator =
    parent && readParentLocator(await source.read(parent.offset, parent.length), parent.offset)
  return {
    fileParameters: await value('fileParameters', fileParameters),
    virtualDiskSize: (await value('virtualDiskSize', virtualDiskSize))?.virtualDiskSize,
    virtualDiskId: (await value('virtualDiskId', virtualDiskId))?.virtualDiskId,
    logicalSectorSize: (await value('logicalSectorSize', logicalSectorSize))?.logicalSectorSize,
    physicalSectorSize: (await value('physicalSectorSize', physicalSectorSize))?.physicalSectorSize,
    parentLocator: locator?.locator,
    findings: locator?.findings ?? [],
  }
}
