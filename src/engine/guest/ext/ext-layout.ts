/** Where an ext2, ext3 or ext4 has its groups and what describes them, by its superblock. */
import { type Refused, refused } from '../../bytes/refused.ts'
import type { Head } from '../volumes/head.ts'

/** From the beginning of the volume, whatever the blocks are. */
export const SUPERBLOCK_OFFSET = 1024
/** Compatible features. */
const SPARSE_SUPER2 = 0x200
/** Incompatible ones. */
export const RECOVER = 0x4
const JOURNAL_DEVICE = 0x8
const META_BG = 0x10
const SIZE_64BIT = 0x80
/**
 * META_BG, 64BIT, and what leaves to bitmaps their meaning: COMPRESSION, FILETYPE, RECOVER, EXTENTS, MMP, FLEX_BG,
 * EA_INODE, DIRDATA, CSUM_SEED, LARGEDIR, INLINE_DATA, ENCRYPT, CASEFOLD.
 */
const KNOWN_INCOMPATIBLE = 0x3f7d7
/** Those that keep others from writing. */
const SPARSE_SUPER = 0x1
const GROUP_CHECKSUMS = 0x10 | 0x400
const BIGALLOC = 0x200
/** Inodes that were deleted while they were open are still to be released. */
const ORPHANS_PRESENT = 0x10000
/** All but HAS_SNAPSHOT (0x80) and REPLICA (0x800), which nobody has finished. */
const KNOWN_READ_ONLY = 0x1f77f

/** Blocks of 64 KiB, clusters of 512 MiB are the largest. */
const MAX_LOG_BLOCK_SIZE = 6
const MAX_LOG_CLUSTER_SIZE = 19
/** As mke2fs has it: of smaller groups a volume could have any number. */
const MIN_BLOCKS_PER_GROUP = 256
const DESCRIPTOR_SIZE = 32
const MIN_DESCRIPTOR_SIZE_64BIT = 64
const MAX_DESCRIPTOR_SIZE = 1024
const OLD_INODE_SIZE = 128

export interface ExtLayout {
  readonly ok: true
  /** Bytes. */
  readonly blockSize: number
  /** Blocks of the whole file system. */
  readonly blocks: number
  /** The block that group 0 begins with. */
  readonly firstBlock: number
  readonly blocksPerGroup: number
  /** How many blocks a bit of a bitmap stands for. */
  readonly clusterBlocks: number
  readonly groups: number
  /** Bytes. */
  readonly descriptorSize: number
  readonly has64Bits: boolean
  /** Whether the flags of descriptors count. */
  readonly hasFlags: boolean
  /** From this block of descriptors on each of them lies in the groups that it describes. */
  readonly firstMetaBlock: number
  /** Blocks behind the descriptors that are kept for more of them. */
  readonly reservedDescriptorBlocks: number
  /** Blocks of one group. */
  readonly inodeTableBlocks: number
  /** Of the whole file system; they are numbered from 1. */
  readonly inodes: number
  readonly inodesPerGroup: number
  /** Bytes. */
  readonly inodeSize: number
  /** Bits, as the superblock has them. */
  readonly features: {
    readonly compatible: number
    readonly incompatible: number
    readonly readOnly: number
  }
  /** Which groups have a copy of the superblock. */
  readonly copies: 'all' | 'sparse' | readonly number[]
  /** As the superblock counts. */
  readonly freeBlocks: bigint
  readonly doubts: readonly string[]
}

/** Whether a superblock asks for more than is known here, and so is to be left alone. */
export const isForOthers = (head: Head): boolean =>
  (head.u32(96) & (JOURNAL_DEVICE | ~KNOWN_INCOMPATIBLE)) !== 0

/** Of the superblock that begins these bytes. */
export function readExtLayout(head: Head): ExtLayout | Refused {
  const [compatible, incompatible, readOnly] = [head.u32(92), head.u32(96), head.u32(100)]
  if ((incompatible & JOURNAL_DEVICE) !== 0) return refused('It is the journal of another volume.')
  const unknown = incompatible & ~KNOWN_INCOMPATIBLE
  if (unknown !== 0) {
    return refused(`It has features that are not known here: incompatible ${hex(unknown)}.`)
  }
  const sizes = readSizes(head, (readOnly & BIGALLOC) !== 0)
  if (!sizes.ok) return sizes
  const has64Bits = (incompatible & SIZE_64BIT) !== 0
  const high = (at: number): bigint => (has64Bits ? BigInt(head.u32(at)) << 32n : 0n)
  const blocks = high(0x150) + BigInt(head.u32(4))
  const firstBlock = head.u32(20)
  if (blocks * BigInt(sizes.blockSize) > BigInt(Number.MAX_SAFE_INTEGER) || blocks <= firstBlock) {
    return refused(`It says that it has ${blocks} blocks, which cannot be.`)
  }
  const descriptorSize = has64Bits ? head.u16(254) : DESCRIPTOR_SIZE
  if (!isDescriptorSize(descriptorSize, has64Bits)) {
    return refused(`It says that its descriptors have ${descriptorSize} bytes, which cannot be.`)
  }
  const inodeSize = head.u32(76) === 0 ? OLD_INODE_SIZE : head.u16(88)
  return {
    ...sizes,
    blocks: Number(blocks),
    firstBlock,
    groups: Math.ceil((Number(blocks) - firstBlock) / sizes.blocksPerGroup),
    descriptorSize,
    has64Bits,
    hasFlags: (readOnly & GROUP_CHECKSUMS) !== 0,
    firstMetaBlock: (incompatible & META_BG) === 0 ? Number.POSITIVE_INFINITY : head.u32(260),
    reservedDescriptorBlocks: head.u16(206),
    inodeTableBlocks: Math.ceil((head.u32(40) * inodeSize) / sizes.blockSize),
    inodes: head.u32(0),
    inodesPerGroup: head.u32(40),
    inodeSize,
    features: { compatible, incompatible, readOnly },
    copies:
      (compatible & SPARSE_SUPER2) !== 0
        ? [head.u32(0x24c), head.u32(0x250)]
        : (readOnly & SPARSE_SUPER) !== 0
          ? 'sparse'
          : 'all',
    freeBlocks: high(0x158) + BigInt(head.u32(12)),
    doubts: doubtsOf(readOnly, head.u32(0xe8)),
  }
}

function readSizes(head: Head, hasClusters: boolean) {
  const [logBlock, logCluster] = [head.u32(24), hasClusters ? head.u32(28) : head.u32(24)]
  if (logBlock > MAX_LOG_BLOCK_SIZE) return refused('It says no size of blocks that can be.')
  const blockSize = 1024 << logBlock
  if (logCluster < logBlock || logCluster > MAX_LOG_CLUSTER_SIZE) {
    return refused('It says no size of clusters that can be.')
  }
  const clusterBlocks = 2 ** (logCluster - logBlock)
  const blocksPerGroup = head.u32(32)
  const clusters = blocksPerGroup / clusterBlocks
  const isWhole = !hasClusters || clusters === head.u32(36)
  if (blocksPerGroup < MIN_BLOCKS_PER_GROUP || !isWhole || clusters > 8 * blockSize) {
    return refused(`It says that its groups have ${blocksPerGroup} blocks, which cannot be.`)
  }
  return { ok: true, blockSize, clusterBlocks, blocksPerGroup } as const
}

const isDescriptorSize = (size: number, has64Bits: boolean): boolean =>
  Number.isInteger(Math.log2(size)) &&
  size >= (has64Bits ? MIN_DESCRIPTOR_SIZE_64BIT : DESCRIPTOR_SIZE) &&
  size <= MAX_DESCRIPTOR_SIZE

function doubtsOf(readOnly: number, lastOrphan: number): readonly string[] {
  const unknown = readOnly & ~KNOWN_READ_ONLY
  return [
    ...((readOnly & ORPHANS_PRESENT) !== 0 || lastOrphan !== 0
      ? ['It has files that were deleted while they were open, and are still to be released.']
      : []),
    ...(unknown !== 0
      ? [`It has features that are not known here: read-only ${hex(unknown)}.`]
      : []),
  ]
}

const hex = (flags: number): string => `0x${(flags >>> 0).toString(16).toUpperCase()}`
