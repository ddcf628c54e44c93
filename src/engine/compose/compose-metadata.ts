/** The metadata region: its table and the items of a disk, §2.6. */
import { type Guid, guid } from '../bytes/guid.ts'
import { METADATA_TABLE_SIZE } from '../format/layout.ts'
import {
  fileParameters,
  KNOWN_ITEMS,
  type KnownItemName,
  logicalSectorSize,
  physicalSectorSize,
  virtualDiskId,
  virtualDiskSize,
} from '../format/metadata-items.ts'
import {
  METADATA_SIGNATURE,
  metadataTableEntry,
  metadataTableHeader,
} from '../format/metadata-table.ts'
import { encodeParentLocator } from '../format/parent-locator.ts'
import { arrange } from './arrange.ts'
import type { ImageDescription, ItemDescription } from './description.ts'
import type { SparseFile } from './sparse-file.ts'

export const VIRTUAL_DISK_ID: Guid = guid('5f6d8a1e-3c2b-4a90-8d17-6e0b4c2a9f31')

/** The items of the described disk: those that MS-VHDX requires, and a parent locator where there is a parent. */
export function standardItems(description: ImageDescription): ItemDescription[] {
  const { kind, blockSize, ...geometry } = arrange(description).geometry
  const items: ItemDescription[] = [
    knownItem(
      'fileParameters',
      fileParameters.encode({
        blockSize,
        leaveBlockAllocated: kind === 'fixed' ? 1 : 0,
        hasParent: kind === 'differencing' ? 1 : 0,
      }),
    ),
    knownItem(
      'virtualDiskSize',
      virtualDiskSize.encode({ virtualDiskSize: BigInt(description.virtualDiskSize) }),
    ),
    knownItem(
      'virtualDiskId',
      virtualDiskId.encode({ virtualDiskId: description.virtualDiskId ?? VIRTUAL_DISK_ID }),
    ),
    knownItem(
      'logicalSectorSize',
      logicalSectorSize.encode({ logicalSectorSize: geometry.logicalSectorSize }),
    ),
    knownItem(
      'physicalSectorSize',
      physicalSectorSize.encode({ physicalSectorSize: geometry.physicalSectorSize }),
    ),
  ]
  const { parent } = description
  return parent ? [...items, knownItem('parentLocator', encodeParentLocator(parent))] : items
}

export function knownItem(name: KnownItemName, bytes: Uint8Array): ItemDescription {
  const { id: itemId, isUser, isVirtualDisk, isRequired } = KNOWN_ITEMS[name]
  return { bytes, entry: { itemId, isUser, isVirtualDisk, isRequired } }
}

/** Writes table and items, one item behind the other from 64 KiB. */
export function composeMetadata(
  file: SparseFile,
  region: number,
  description: ImageDescription,
): void {
  const { header, items = standardItems(description) } = description.metadata ?? {}
  file.put(
    region,
    metadataTableHeader.encode({
      signature: METADATA_SIGNATURE,
      entryCount: items.length,
      ...header,
    }),
  )
  let next = METADATA_TABLE_SIZE
  for (const [index, { bytes, entry }] of items.entries()) {
    file.put(region + next, bytes)
    file.put(
      region + metadataTableHeader.size + index * metadataTableEntry.size,
      metadataTableEntry.encode({
        offset: bytes.length > 0 ? next : 0,
        length: bytes.length,
        ...entry,
      }),
    )
    next += bytes.length
  }
}
