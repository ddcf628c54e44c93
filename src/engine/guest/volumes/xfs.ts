/** XFS by its superblock, which each of its allocation groups begins with. */
import { type FoundFileSystem, signsOf } from './file-system.ts'
import type { Head } from './head.ts'

export const XFS_SUPERBLOCK_SIZE = 512
const VERSION_MASK = 0xf
const VERSION_WITH_FEATURES = 5
/** Of the features of version 5: no driver may mount it before it is repaired. */
const NEEDS_REPAIR = 0x10

export interface XfsSuperblock extends FoundFileSystem {
  /** Bytes; 0 where it says none that can be. */
  readonly blockSize: number
  readonly groupBlocks: number
}

/** Of how it was left it says little: that a log is to be replayed stands in the log. */
export function readXfsSuperblock(head: Head): XfsSuperblock | undefined {
  if (!head.has(0, 'XFSB')) return undefined
  const declared = head.bigEndian32(4)
  const isSize = declared >= 512 && declared <= 65536 && (declared & (declared - 1)) === 0
  const blockSize = isSize ? declared : 0
  const hasFeatures = (head.bigEndian16(100) & VERSION_MASK) === VERSION_WITH_FEATURES
  return {
    kind: 'XFS',
    id: head.uuid(32),
    label: head.label(108, 12),
    size: head.bigEndian64(8) * BigInt(blockSize),
    signs: signsOf(
      ['errors', hasFeatures && (head.bigEndian32(216) & NEEDS_REPAIR) !== 0],
      ['unfinished', head.u8(126) !== 0],
    ),
    blockSize,
    groupBlocks: head.bigEndian32(84),
  }
}
