/** The metadata items that a disk has, as bytes and with what the table says of each, §2.6.2. */
import type { Guid } from '../../bytes/guid.ts'
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
import type { MetadataTableEntry } from '../../format/metadata-table.ts'
import { encodeParentLocator, type ParentLocatorContents } from '../../format/parent-locator.ts'
import type { DiskKind } from './geometry.ts'

/** Sizes are in bytes. */
export interface DiskItems {
  readonly kind: DiskKind
  readonly blockSize: number
  readonly virtualDiskSize: bigint
  readonly virtualDiskId: Guid
  readonly logicalSectorSize: number
  readonly physicalSectorSize: number
  /** Of a child. */
  readonly locator: ParentLocatorContents | undefined
}

export interface EncodedItem {
  readonly bytes: Uint8Array
  /** Where it lies is for whoever writes it. */
  readonly entry: Omit<MetadataTableEntry, 'offset' | 'length' | 'reserved' | 'reserved2'>
}

export const parametersOf = ({
  kind,
  blockSize,
}: Pick<DiskItems, 'kind' | 'blockSize'>): FileParameters => ({
  blockSize,
  leaveBlockAllocated: kind === 'fixed' ? 1 : 0,
  hasParent: kind === 'differencing' ? 1 : 0,
  reserved: 0,
})

/** Those that every disk has, and the locator of a child. */
export function encodeItems(disk: DiskItems): readonly EncodedItem[] {
  const { locator } = disk
  return [
    knownItem('fileParameters', fileParameters.encode(parametersOf(disk))),
    knownItem('virtualDiskSize', virtualDiskSize.encode(disk)),
    knownItem('virtualDiskId', virtualDiskId.encode(disk)),
    knownItem('logicalSectorSize', logicalSectorSize.encode(disk)),
    knownItem('physicalSectorSize', physicalSectorSize.encode(disk)),
    ...(locator ? [knownItem('parentLocator', encodeParentLocator(locator))] : []),
  ]
}

export function knownItem(name: KnownItemName, bytes: Uint8Array): EncodedItem {
  const { id: itemId, isUser, isVirtualDisk, isRequired } = KNOWN_ITEMS[name]
  return { bytes, entry: { itemId, isUser, isVirtualDisk, isRequired } }
}
