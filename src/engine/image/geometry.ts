/** Sizes and counts that follow from the metadata, §2.4 and §2.5. */

export type DiskKind = 'fixed' | 'dynamic' | 'differencing'

export interface Geometry {
  readonly kind: DiskKind
  /** Bytes, at most 64 TiB. */
  readonly virtualDiskSize: number
  readonly blockSize: number
  readonly logicalSectorSize: 512 | 4096
  readonly physicalSectorSize: 512 | 4096
  /** Payload blocks per sector bitmap block. */
  readonly chunkRatio: number
  readonly payloadBlocks: number
  readonly sectorBitmapBlocks: number
  /** As many as the disk needs; the region may hold more. */
  readonly batEntries: number
}
