/** ext2, ext3 and ext4 by their superblock, of which there are spare copies. */
import { type FoundFileSystem, signsOf } from './file-system.ts'
import type { Head } from './head.ts'

export const EXT_SUPERBLOCK_SIZE = 1024
const MAGIC = 0xef53
const HAS_JOURNAL = 0x4
const RECOVER = 0x4
const SIZE_64BIT = 0x80
/** All features that a driver of ext3 has to know before it may read, and before it may write: the rest is ext4. */
const EXT3_INCOMPATIBLE = 0x2 | RECOVER | 0x10
const EXT3_READ_ONLY = 0x1 | 0x2 | 0x4
/** Of s_state. */
const VALID = 1
const ERRORS = 2
const ORPHANS = 4
/** Blocks of 64 KiB are the largest. */
const MAX_LOG_BLOCK_SIZE = 6

export interface ExtSuperblock extends FoundFileSystem {
  /** Bytes; 0 where it says none that can be. */
  readonly blockSize: number
  readonly blocksPerGroup: number
  /** The block of the first group. */
  readonly firstBlock: number
  /** The group whose copy this is; 0 of the first one. */
  readonly group: number
}

/** The superblock at `at` of these bytes; `undefined` where none is. */
export function readExtSuperblock(head: Head, at: number): ExtSuperblock | undefined {
  if (head.u16(at + 56) !== MAGIC) return undefined
  const incompatible = head.u32(at + 96)
  const isExt4 =
    (incompatible & ~EXT3_INCOMPATIBLE) !== 0 || (head.u32(at + 100) & ~EXT3_READ_ONLY) !== 0
  const isExt3 = (head.u32(at + 92) & HAS_JOURNAL) !== 0
  const log = head.u32(at + 24)
  const blockSize = log <= MAX_LOG_BLOCK_SIZE ? 1024 << log : 0
  const high = (incompatible & SIZE_64BIT) === 0 ? 0 : head.u32(at + 0x150)
  const state = head.u16(at + 58)
  return {
    kind: isExt4 ? 'ext4' : isExt3 ? 'ext3' : 'ext2',
    id: head.uuid(at + 104),
    label: head.label(at + 120, 16),
    size: ((BigInt(high) << 32n) + BigInt(head.u32(at + 4))) * BigInt(blockSize),
    signs: signsOf(
      ['journal', (incompatible & RECOVER) !== 0],
      ['in-use', (state & VALID) === 0 || (state & ORPHANS) !== 0],
      ['errors', (state & ERRORS) !== 0 || head.u32(at + 0x194) > 0],
    ),
    tellsClean: true,
    blockSize,
    blocksPerGroup: head.u32(at + 32),
    firstBlock: head.u32(at + 20),
    group: head.u16(at + 90),
  }
}
