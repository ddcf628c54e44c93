/** The block groups of an ext file system: their descriptors, and what of a group is in use before anybody has written. */
import type { ByteRange, ByteSource } from '../../bytes/byte-source.ts'
import { endOf } from '../../bytes/ranges.ts'
import { type Refused, refused } from '../../bytes/refused.ts'
import { Head } from '../volumes/head.ts'
import { type ExtLayout, SUPERBLOCK_OFFSET } from './ext-layout.ts'

/** Of bg_flags: no inode of the group was ever in use. */
const INODE_UNINIT = 1
/** No bitmap was ever written, and nothing is in use but what describes groups. */
const BLOCK_UNINIT = 2

/** Places are numbers of blocks. */
export interface BlockGroup {
  readonly group: number
  readonly firstBlock: number
  /** The last group may have fewer than the others. */
  readonly blocks: number
  readonly hasBitmap: boolean
  readonly blockBitmap: number
  readonly inodeBitmap: number
  readonly inodeTable: number
  /** Inodes from the first one on that may ever have been in use: behind them the table may never have been written. */
  readonly usedInodes: number
  /** In clusters, as the descriptor counts. */
  readonly freeClusters: number
}

export const descriptorsPerBlock = ({ blockSize, descriptorSize }: ExtLayout): number =>
  blockSize / descriptorSize

/** The groups that block `index` of the descriptors describes. */
export async function readGroups(
  volume: ByteSource,
  layout: ExtLayout,
  index: number,
): Promise<readonly BlockGroup[] | Refused> {
  const { blockSize, descriptorSize } = layout
  const at = { offset: descriptorBlock(layout, index) * blockSize, length: blockSize }
  if (endOf(at) > volume.size) {
    return refused('Some of its group descriptors lie outside of its volume.')
  }
  const head = new Head(await volume.read(at.offset, at.length))
  const perBlock = descriptorsPerBlock(layout)
  const groups: BlockGroup[] = []
  for (let i = 0; i < perBlock && index * perBlock + i < layout.groups; i++) {
    const group = readDescriptor(layout, index * perBlock + i, head, i * descriptorSize)
    if (!isInside(layout, group)) {
      return refused(`The descriptor of its block group ${group.group} leads out of it.`)
    }
    groups.push(group)
  }
  return groups
}

/** The block of the volume that holds block `index` of the descriptors. */
export function descriptorBlock(layout: ExtLayout, index: number): number {
  const superblock = Math.floor(SUPERBLOCK_OFFSET / layout.blockSize)
  if (index < layout.firstMetaBlock) return superblock + 1 + index
  const group = index * descriptorsPerBlock(layout)
  // Where group 0 begins with block 0, blocks of 1 KiB leave that one to whoever boots.
  const skipped = group === 0 && layout.firstBlock === 0 ? superblock : 0
  const copy = hasSuperblock(layout, group) ? 1 : 0
  return layout.firstBlock + group * layout.blocksPerGroup + skipped + copy
}

/** Places that no number holds exactly are those of no file system: they may be rounded. */
export function readDescriptor(
  layout: ExtLayout,
  group: number,
  head: Head,
  at: number,
): BlockGroup {
  const { has64Bits, hasFlags, blocksPerGroup, inodesPerGroup } = layout
  const place = (low: number, high: number): number =>
    head.u32(at + low) + (has64Bits ? head.u32(at + high) * 2 ** 32 : 0)
  const firstBlock = layout.firstBlock + group * blocksPerGroup
  const flags = hasFlags ? head.u16(at + 18) : 0
  const unused = hasFlags ? head.u16(at + 28) + (has64Bits ? head.u16(at + 0x32) * 2 ** 16 : 0) : 0
  return {
    group,
    firstBlock,
    blocks: Math.min(blocksPerGroup, layout.blocks - firstBlock),
    hasBitmap: (flags & BLOCK_UNINIT) === 0,
    blockBitmap: place(0, 0x20),
    inodeBitmap: place(4, 0x24),
    inodeTable: place(8, 0x28),
    usedInodes: (flags & INODE_UNINIT) === 0 ? Math.max(0, inodesPerGroup - unused) : 0,
    freeClusters: head.u16(at + 12) + (has64Bits ? head.u16(at + 0x2c) * 2 ** 16 : 0),
  }
}

/** Whether all that a descriptor names lies in the file system. */
export const isInside = (layout: ExtLayout, group: BlockGroup): boolean =>
  [
    { offset: group.blockBitmap, length: 1 },
    { offset: group.inodeBitmap, length: 1 },
    { offset: group.inodeTable, length: layout.inodeTableBlocks },
  ].every((range) => range.offset > layout.firstBlock && endOf(range) <= layout.blocks)

/**
 * What is in use in a group without a bitmap: copies of superblock and descriptors, and its own bitmaps and inode
 * table where they lie in it. Blocks from the beginning of the group, in order; some may lie outside of it.
 */
export function ownBlocks(layout: ExtLayout, group: BlockGroup): readonly ByteRange[] {
  const place = (block: number, length: number): ByteRange => ({
    offset: block - group.firstBlock,
    length,
  })
  return [
    { offset: 0, length: copiedBlocks(layout, group.group) },
    place(group.blockBitmap, 1),
    place(group.inodeBitmap, 1),
    place(group.inodeTable, layout.inodeTableBlocks),
  ].sort((a, b) => a.offset - b.offset)
}

/** How many blocks copies of superblock and descriptors take at the beginning of a group. */
function copiedBlocks(layout: ExtLayout, group: number): number {
  const copy = hasSuperblock(layout, group) ? 1 : 0
  const perBlock = descriptorsPerBlock(layout)
  if (Math.floor(group / perBlock) >= layout.firstMetaBlock) {
    // The first, the second and the last of the groups that a block describes have it.
    return copy + ([0, 1, perBlock - 1].includes(group % perBlock) ? 1 : 0)
  }
  if (copy === 0) return 0
  const all = Math.ceil(layout.groups / perBlock)
  return copy + Math.min(all, layout.firstMetaBlock) + layout.reservedDescriptorBlocks
}

export function hasSuperblock({ copies }: ExtLayout, group: number): boolean {
  if (group === 0 || copies === 'all') return true
  if (copies === 'sparse') return group === 1 || [3, 5, 7].some((base) => isPower(group, base))
  return copies.includes(group)
}

function isPower(value: number, base: number): boolean {
  let power = base
  while (power < value) power *= base
  return power === value
}
