/** Sizes and counts that follow from the metadata, §2.4 and §2.5. */
import { SECTORS_PER_BITMAP_BLOCK } from '../../format/layout.ts'
import { isBlockSize, isDiskSize, isSectorSize, type SectorSize } from './disk-limits.ts'
import type { Metadata } from './metadata.ts'

export type DiskKind = 'fixed' | 'dynamic' | 'differencing'

export interface Geometry {
  readonly kind: DiskKind
  /** Bytes, at most 64 TiB. */
  readonly virtualDiskSize: number
  readonly blockSize: number
  readonly logicalSectorSize: SectorSize
  readonly physicalSectorSize: SectorSize
  /** Payload blocks per sector bitmap block. */
  readonly chunkRatio: number
  readonly payloadBlocks: number
  readonly sectorBitmapBlocks: number
  /** As many as the disk needs; the region may hold more. */
  readonly batEntries: number
}

/**
 * `undefined` where a value that it needs is missing or impossible: the metadata's findings say which.
 * Every number is below 2^47, and exact.
 */
export function geometryOf(
  metadata: Omit<Metadata, 'region' | 'header' | 'items' | 'parentLocator' | 'findings'>,
): Geometry | undefined {
  const { fileParameters: parameters, virtualDiskSize: size } = metadata
  const { logicalSectorSize, physicalSectorSize } = metadata
  if (parameters === undefined || !isBlockSize(parameters.blockSize)) return undefined
  if (!isSectorSize(logicalSectorSize) || !isSectorSize(physicalSectorSize)) return undefined
  if (size === undefined || !isDiskSize(size, logicalSectorSize)) return undefined

  const { blockSize, hasParent, leaveBlockAllocated } = parameters
  const kind = hasParent ? 'differencing' : leaveBlockAllocated ? 'fixed' : 'dynamic'
  const virtualDiskSize = Number(size)
  const chunkRatio = (SECTORS_PER_BITMAP_BLOCK * logicalSectorSize) / blockSize
  const payloadBlocks = Math.ceil(virtualDiskSize / blockSize)
  const sectorBitmapBlocks = Math.ceil(payloadBlocks / chunkRatio)
  const counts = { chunkRatio, payloadBlocks, sectorBitmapBlocks }
  return {
    kind,
    virtualDiskSize,
    blockSize,
    logicalSectorSize,
    physicalSectorSize,
    ...counts,
    batEntries: batEntries(kind, counts),
  }
}

/**
 * §2.5: the last entry is that of the last payload block; in a differencing disk, of the last sector
 * bitmap block. By the text, not by the formulas of v20240423: they count a sector bitmap entry
 * behind the last payload block, which nobody needs and QEMU does not make room for, and of a
 * differencing disk they leave the last one out.
 */
function batEntries(
  kind: DiskKind,
  {
    chunkRatio,
    payloadBlocks,
    sectorBitmapBlocks,
  }: Pick<Geometry, 'chunkRatio' | 'payloadBlocks' | 'sectorBitmapBlocks'>,
): number {
  return kind === 'differencing'
    ? sectorBitmapBlocks * (chunkRatio + 1)
    : payloadBlocks + sectorBitmapBlocks - 1
}
