/** An image for each rule about the metadata. */
import { guid } from '../../engine/bytes/guid.ts'
import { standardRegions } from '../../engine/compose/compose-header-section.ts'
import { standardItems } from '../../engine/compose/compose-metadata.ts'
import type {
  ImageDescription,
  ItemDescription,
  MetadataDescription,
} from '../../engine/compose/description.ts'
import type { metadataRules } from '../../engine/findings/catalogue/metadata.ts'
import { KIB, MIB, TIB } from '../../engine/format/layout.ts'
import {
  fileParameters,
  INCOMPLETE_FILE_ITEM,
  KNOWN_ITEMS,
  type KnownItemName,
  logicalSectorSize,
  physicalSectorSize,
  virtualDiskSize,
} from '../../engine/format/metadata-items.ts'
import type { MetadataTableEntry } from '../../engine/format/metadata-table.ts'
import { knownItem } from '../../engine/image/metadata/disk-items.ts'
import { disk, plainDisk } from '../marks.ts'
import type { RuleImage } from './rule-image.ts'

const items = standardItems(plainDisk)
const [bat = {}, region = {}] = standardRegions(plainDisk)
const metadata = (value: MetadataDescription): ImageDescription => disk({ metadata: value })

/** With one item that says something else. */
const withItem = (name: KnownItemName, bytes: Uint8Array): ImageDescription => {
  const isIt = ({ entry }: ItemDescription) => entry.itemId === KNOWN_ITEMS[name].id
  return metadata({ items: items.map((item) => (isIt(item) ? knownItem(name, bytes) : item)) })
}

/** With an item that nobody knows, in order but for `changes`. */
const withStrange = (changes: Partial<MetadataTableEntry>): ImageDescription =>
  metadata({ items: [...items, strange(0, changes)] })

const strange = (index: number, changes: Partial<MetadataTableEntry>): ItemDescription => ({
  bytes: new Uint8Array(8),
  entry: {
    itemId: guid(`00112233-4455-4677-8899-${index.toString(16).padStart(12, '0')}`),
    ...changes,
  },
})

export const metadataImages = {
  'metadata.signature': { image: metadata({ header: { signature: 'junkjunk' } }) },
  'metadata.unreadable': {
    image: disk({
      fileSize: 4 * MIB + 32 * KIB,
      regionTables: [
        { entries: [bat, { ...region, fileOffset: BigInt(4 * MIB) }] },
        { entries: [bat, { ...region, fileOffset: BigInt(4 * MIB) }] },
      ],
    }),
    also: ['file.size-unaligned', 'region.beyond-end'],
  },
  'metadata.count': { image: metadata({ header: { entryCount: 3000 } }) },
  'metadata.duplicate-item': { image: metadata({ items: [...items, ...items.slice(2, 3)] }) },
  'metadata.item-outside-region': { image: withStrange({ offset: 2 * MIB }) },
  'metadata.item-in-table': { image: withStrange({ offset: 32 * KIB }) },
  'metadata.item-overlap': { image: withStrange({ offset: 64 * KIB }) },
  'metadata.unknown-required': { image: withStrange({ isRequired: 1 }) },
  'metadata.missing-item': { image: metadata({ items: items.slice(0, 4) }) },
  'metadata.flags': {
    image: metadata({
      items: items.map((item, index) =>
        index === 1 ? { ...item, entry: { ...item.entry, isVirtualDisk: 0 } } : item,
      ),
    }),
  },
  'metadata.incomplete-file': { image: withStrange({ itemId: INCOMPLETE_FILE_ITEM }) },
  'metadata.block-size': {
    image: withItem('fileParameters', fileParameters.encode({ blockSize: 3 * MIB })),
  },
  'metadata.virtual-disk-size': {
    image: withItem('virtualDiskSize', virtualDiskSize.encode({ virtualDiskSize: 0n })),
  },
  'metadata.logical-sector-size': {
    image: withItem('logicalSectorSize', logicalSectorSize.encode({ logicalSectorSize: 1000 })),
  },
  'metadata.physical-sector-size': {
    image: withItem('physicalSectorSize', physicalSectorSize.encode({ physicalSectorSize: 0 })),
  },
  'metadata.too-many-user-items': {
    image: metadata({
      items: [...items, ...Array.from({ length: 1025 }, (_, i) => strange(i, { isUser: 1 }))],
    }),
  },
  'metadata.fixed-but-unallocated': {
    image: disk({ kind: 'fixed', bat: { 3: { state: 'not-present' } } }),
  },
  'metadata.reserved-nonzero': { image: metadata({ header: { reserved: 1 } }) },
  'bat.region-too-small': {
    image: withItem(
      'virtualDiskSize',
      virtualDiskSize.encode({ virtualDiskSize: BigInt(64 * TIB) }),
    ),
  },
} satisfies Record<keyof typeof metadataRules, RuleImage>
