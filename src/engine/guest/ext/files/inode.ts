/** An inode: what describes one node of an ext file system, whichever kind it is. */
import type { ByteRange } from '../../../bytes/byte-source.ts'
import type { NodeKind } from '../../guest-files.ts'
import type { Head } from '../../volumes/head.ts'
import type { ExtLayout } from '../ext-layout.ts'

/** Of i_flags. */
export const COMPRESSED = 0x4
export const ENCRYPTED = 0x800
export const INDEXED = 0x1000
export const HUGE_FILE = 0x4_0000
export const EXTENTS = 0x8_0000
export const EA_INODE = 0x20_0000
export const INLINE_DATA = 0x1000_0000

/** Incompatible: a directory may have 4 GiB and more. */
const LARGE_DIRECTORIES = 0x4000
/** Read-only: a file may have more than 2^32 sectors. */
const HUGE_FILES = 0x8
const SECTOR = 512

/** i_block: 60 bytes of places of blocks, or of whatever is small enough. */
export const I_BLOCK = { offset: 40, length: 60 }
const OLD_INODE_SIZE = 128

const KINDS: readonly (NodeKind | undefined)[] = [
  undefined,
  'fifo',
  'character-device',
  undefined,
  'directory',
  undefined,
  'block-device',
  undefined,
  'file',
  undefined,
  'link',
  undefined,
  'socket',
]

export interface Inode {
  readonly ok: true
  readonly number: number
  /** In the volume. */
  readonly at: ByteRange
  /** All of its bytes. */
  readonly head: Head
  /** `undefined` where its mode says none that there is. */
  readonly kind: NodeKind | undefined
  readonly mode: number
  readonly flags: number
  /** Bytes. */
  readonly size: bigint
  readonly links: number
}

/** `head` is all of it; `at` is where it is in the volume. */
export function readInode(layout: ExtLayout, number: number, at: ByteRange, head: Head): Inode {
  const mode = head.u16(0)
  const kind = KINDS[mode >>> 12]
  const hasHigh =
    kind === 'file' ||
    (kind === 'directory' && (layout.features.incompatible & LARGE_DIRECTORIES) !== 0)
  return {
    ok: true,
    number,
    at,
    head,
    kind,
    mode,
    flags: head.u32(32),
    size: (hasHigh ? BigInt(head.u32(108)) << 32n : 0n) + BigInt(head.u32(4)),
    links: head.u16(26),
  }
}

export const has = ({ flags }: Inode, flag: number): boolean => (flags & flag) !== 0

export const generationOf = ({ head }: Inode): number => head.u32(100)

/** How far an inode's fields go: an old one ends where a new one says how many more it has. */
export const fieldsEnd = ({ head }: Inode): number =>
  head.length > OLD_INODE_SIZE ? OLD_INODE_SIZE + head.u16(128) : OLD_INODE_SIZE

/** What is taken of the volume for it, in bytes, as it counts itself. */
export function allocatedBytes(layout: ExtLayout, inode: Inode): bigint {
  const isHuge = (layout.features.readOnly & HUGE_FILES) !== 0
  const high = isHuge ? BigInt(inode.head.u16(116)) << 32n : 0n
  const unit = isHuge && has(inode, HUGE_FILE) ? layout.blockSize : SECTOR
  return (high + BigInt(inode.head.u32(28))) * BigInt(unit)
}

/** The block of its extended attributes, 0 where it has none of its own. */
export const attributeBlock = (layout: ExtLayout, { head }: Inode): number =>
  head.u32(104) + (layout.has64Bits ? head.u16(118) * 2 ** 32 : 0)

/** A link whose target is in its i_block: it has no block but one of attributes. */
export function isFastLink(layout: ExtLayout, inode: Inode): boolean {
  if (inode.kind !== 'link' || has(inode, EXTENTS) || has(inode, INLINE_DATA)) return false
  const cluster = layout.clusterBlocks * layout.blockSize
  const attributes = attributeBlock(layout, inode) === 0 ? 0 : cluster
  return inode.size < I_BLOCK.length && allocatedBytes(layout, inode) === BigInt(attributes)
}
