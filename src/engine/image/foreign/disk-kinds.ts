/** What the sectors of a disk say that is not in a VHDX: a VHD by its footer, a disc, a raw disk, a volume. */
import { MemoryFile } from '../../bytes/memory-file.ts'
import { findFileSystem } from '../../guest/volumes/find-file-system.ts'
import { BOOT_RECORD_SIZE, readBootRecord } from '../../guest/volumes/mbr.ts'
import type { FileKind, FoundKind } from '../kind-words.ts'
import type { Sample } from './sample.ts'

const VHD_COOKIE = 'conectix'
const VHD_TYPE = 60
/** Virtual Hard Disk Image Format Specification, “Hard Disk Footer Format”. */
const VHD_TYPES: Readonly<Record<number, FileKind>> = {
  2: 'vhd-fixed',
  3: 'vhd-dynamic',
  4: 'vhd-differencing',
}

/** By a footer `at` a place: the copy that all but fixed VHDs begin with, or the last 512 bytes. */
export const vhdAt = (sample: Sample, at: number): FileKind | undefined =>
  sample.has(at, VHD_COOKIE) ? (VHD_TYPES[sample.be32(at + VHD_TYPE)] ?? 'vhd') : undefined

/** By the last 512 bytes; early versions of Virtual PC wrote a footer of 511. */
export const vhdByEnd = (tail: Sample): FileKind | undefined => vhdAt(tail, 0) ?? vhdAt(tail, 1)

/** ECMA-119 8.1: the first volume descriptor; ECMA-167 2/9.2 begins with BEA01 there. Version 1 of both. */
const DISC = 32769
const isDisc = (sample: Sample): boolean =>
  ['CD001\x01', 'BEA01\x01'].some((id) => sample.has(DISC, id))

const SECTOR_SIZES = [512, 4096]
const GPT_HEADER_SIZE = 92

/** UEFI 5.3.2: the signature, revision 1.0, and a header that fits into its sector. */
const isGpt = (sample: Sample): boolean =>
  SECTOR_SIZES.some(
    (at) =>
      sample.has(at, 'EFI PART\0\0\x01\0') &&
      sample.u32(at + 12) >= GPT_HEADER_SIZE &&
      sample.u32(at + 12) <= at,
  )

/** The signature has two bytes: what stands before them must be a table, and name a partition. */
function isMbr(sample: Sample): boolean {
  const entries = readBootRecord(sample.part(0, BOOT_RECORD_SIZE))
  return (
    entries?.some(
      ({ type, firstSector, sectorCount }) => type > 0 && firstSector > 0 && sectorCount > 0,
    ) ?? false
  )
}

/** By what the file holds from its first byte on; a disc may carry an MBR. */
export async function kindByDisk(sample: Sample, length: number): Promise<FoundKind | undefined> {
  if (isDisc(sample)) return { kind: 'iso' }
  if (isGpt(sample)) return { kind: 'raw-gpt' }
  if (isMbr(sample)) return { kind: 'raw-mbr' }
  const whole = new MemoryFile(sample.part(0, length))
  const found = await findFileSystem(whole, { offset: 0, length })
  return found && isPlausible(found.kind, sample)
    ? { kind: 'volume', fileSystem: found.kind }
    : undefined
}

const EXT = 1024
const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value))

/** Where a signature is short: what else its superblock must say (Linux: fs/ext4, fs/xfs; LUKS On-Disk Format 2.1). */
function isPlausible(fileSystem: string, sample: Sample): boolean {
  if (fileSystem.startsWith('ext')) {
    const inodes = sample.u32(EXT)
    const blocks = sample.u32(EXT + 4)
    const perGroup = sample.u32(EXT + 32)
    const logBlockSize = sample.u32(EXT + 24)
    const revision = sample.u32(EXT + 76)
    return inodes > 0 && blocks > 0 && perGroup > 0 && logBlockSize <= 6 && revision <= 1
  }
  if (fileSystem === 'XFS') {
    const blockSize = sample.be32(4)
    return blockSize >= 512 && blockSize <= 65536 && isPowerOfTwo(blockSize)
  }
  if (fileSystem.startsWith('FAT')) return sample.has(510, '\x55\xaa')
  // A disc would have been told before.
  return fileSystem !== 'ISO 9660'
}
