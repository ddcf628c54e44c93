/** The metadata table and the items that MS-VHDX knows, §2.6. */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { Guid } from '../bytes/guid.ts'
import type { Finding } from '../findings/finding.ts'
import type { FileParameters, KnownItemName } from '../format/metadata-items.ts'
import type { MetadataTableEntry, MetadataTableHeader } from '../format/metadata-table.ts'

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

export interface ParentLocatorPair {
  readonly key: string
  readonly value: string
  readonly keyAt: ByteRange
  readonly valueAt: ByteRange
}

export interface ParentLocator {
  readonly at: ByteRange
  readonly locatorType: Guid
  readonly pairs: readonly ParentLocatorPair[]
}

/** Values as they stand on the disk, right or wrong; `undefined` where the item is missing or unreadable. */
export interface Metadata {
  readonly region: ByteRange
  readonly header: MetadataTableHeader | undefined
  readonly items: readonly MetadataItem[]
  readonly fileParameters: FileParameters | undefined
  readonly virtualDiskSize: bigint | undefined
  readonly virtualDiskId: Guid | undefined
  readonly logicalSectorSize: number | undefined
  readonly physicalSectorSize: number | undefined
  readonly parentLocator: ParentLocator | undefined
  readonly findings: readonly Finding[]
}
