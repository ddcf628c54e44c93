/** The metadata region: its table and the items of a disk, §2.6. */
import { type Guid, guid } from '../bytes/guid.ts'
import { METADATA_TABLE_SIZE } from '../format/layout.ts'
import {
  METADATA_SIGNATURE,
  metadataTableEntry,
  metadataTableHeader,
} from '../format/metadata-table.ts'
import { encodeItems } from '../image/metadata/disk-items.ts'
import { arrange } from './arrange.ts'
import type { ImageDescription, ItemDescription } from './description.ts'
import type { SparseFile } from './sparse-file.ts'

export const VIRTUAL_DISK_ID: Guid = guid('5f6d8a1e-3c2b-4a90-8d17-6e0b4c2a9f31')

/** The items of the described disk: those that MS-VHDX requires, and a parent locator where there is a parent. */
export function standardItems(description: ImageDescription): readonly ItemDescription[] {
  const { virtualDiskSize, virtualDiskId = VIRTUAL_DISK_ID, parent: locator } = description
  const { geometry } = arrange(description)
  return encodeItems({
    ...geometry,
    virtualDiskSize: BigInt(virtualDiskSize),
    virtualDiskId,
    locator,
  })
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
