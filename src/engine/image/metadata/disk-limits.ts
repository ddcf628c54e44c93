/** What the values of a disk must be, §2.6.2. */
import { MAX_BLOCK_SIZE, MAX_VIRTUAL_DISK_SIZE, MIN_BLOCK_SIZE } from '../../format/layout.ts'

export type SectorSize = 512 | 4096

export const isSectorSize = (size: number | undefined): size is SectorSize =>
  size === 512 || size === 4096

/** Bytes: a power of two from 1 MiB to 256 MiB. */
export const isBlockSize = (size: number): boolean =>
  size >= MIN_BLOCK_SIZE && size <= MAX_BLOCK_SIZE && (size & (size - 1)) === 0

/** Bytes: whole sectors, at least one, at most 64 TiB. */
export const isDiskSize = (size: bigint, sectorSize: SectorSize): boolean =>
  size > 0n && size <= BigInt(MAX_VIRTUAL_DISK_SIZE) && size % BigInt(sectorSize) === 0n
