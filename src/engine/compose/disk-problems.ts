/** Whether a disk can be as somebody wants it, §2.2.2 and §2.6.2, in sentences. */
import { formatBytes } from '../bytes/format.ts'
import { MAX_BLOCK_SIZE, MAX_VIRTUAL_DISK_SIZE, MIB, MIN_BLOCK_SIZE } from '../format/layout.ts'
import { isBlockSize, isDiskSize, type SectorSize } from '../image/metadata/disk-limits.ts'

/** Why no virtual disk has `size` bytes; `undefined` if one can. */
export const diskSizeProblem = (size: bigint, sectorSize: SectorSize): string | undefined =>
  isDiskSize(size, sectorSize)
    ? undefined
    : `A virtual disk has whole sectors of ${sectorSize} bytes, at least one, and at most ${formatBytes(MAX_VIRTUAL_DISK_SIZE)}.`

export const blockSizeProblem = (size: bigint): string | undefined =>
  size <= BigInt(MAX_BLOCK_SIZE) && isBlockSize(Number(size))
    ? undefined
    : `The size of a block is a power of two from ${formatBytes(MIN_BLOCK_SIZE)} to ${formatBytes(MAX_BLOCK_SIZE)}.`

/** `max` is what the log may have at most, a multiple of 1 MiB. */
export const logLengthProblem = (length: bigint, max: number): string | undefined =>
  length > 0n && length <= BigInt(max) && length % BigInt(MIB) === 0n
    ? undefined
    : `The size of a log is a multiple of 1 MiB, from 1 MiB to ${formatBytes(max)}.`
