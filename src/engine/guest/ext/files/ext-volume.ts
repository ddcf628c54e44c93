/** An ext file system that is opened for its files: by its superblock, or by a spare one where that is lost. */
import type { ByteSource } from '../../../bytes/byte-source.ts'
import { cached } from '../../../bytes/cached-source.ts'
import { exactSize, formatCount } from '../../../bytes/format.ts'
import { type Refused, refused } from '../../../bytes/refused.ts'
import { KIB } from '../../../format/layout.ts'
import { EXT_SUPERBLOCK_SIZE, readExtSuperblock } from '../../volumes/ext.ts'
import { Head } from '../../volumes/head.ts'
import { spareExt } from '../../volumes/spare-copies.ts'
import { type Checksums, isSuperblockRight, readChecksums } from '../checksums.ts'
import {
  type ExtLayout,
  isForOthers,
  RECOVER,
  readExtLayout,
  SUPERBLOCK_OFFSET,
} from '../ext-layout.ts'

/** Compatible features. */
const HAS_JOURNAL = 0x4
/** Incompatible ones. */
const FILE_TYPES = 0x2
const EXTRA_DATA = 0x1000
const MIN_INODE_SIZE = 128
/** A bitmap of inodes is one block. */
const BITS = 8
const CACHE = { blockSize: 16 * KIB, capacity: 256, longest: 4 }

export interface ExtVolume {
  readonly ok: true
  /** The volume through a small cache, for structures. */
  readonly structures: ByteSource
  /** The volume itself, for contents. */
  readonly volume: ByteSource
  readonly layout: ExtLayout
  readonly checksums: Checksums
  /** Blocks from here on lie outside of the file system, or of the place that it has. */
  readonly endBlock: number
  /** The group beside whose superblock spare descriptors are; `undefined` where there is none. */
  readonly spareGroup: number | undefined
  /** Whether directories say of which kind nodes are. */
  readonly hasFileTypes: boolean
  /** The lowest bits of that which count: Lustre keeps others above them. */
  readonly fileTypeMask: number
  readonly superblock: Head
  /** Whether that is a spare one, which may say how it was long ago. */
  readonly isSpare: boolean
  readonly notes: readonly string[]
}

/** By the superblock at `superblockAt`, where one is given, in bytes. Never throws on content. */
export async function openExtVolume(
  volume: ByteSource,
  superblockAt?: number,
): Promise<ExtVolume | Refused> {
  const first = await headAt(volume, superblockAt ?? SUPERBLOCK_OFFSET)
  const read = readSuperblock(first)
  if (read.ok) return withSuperblock(volume, read, superblockAt)
  if (superblockAt !== undefined || !mayBeDamaged(first)) return read
  const spare = await spareExt(volume, 0)
  for (const at of spare?.spare ?? []) {
    const copy = readSuperblock(await headAt(volume, at))
    if (copy.ok) return withSuperblock(volume, copy, at)
  }
  return read
}

interface Superblock {
  readonly ok: true
  readonly head: Head
  readonly layout: ExtLayout
}

/** Empty where the volume ends before. */
async function headAt(volume: ByteSource, at: number): Promise<Head> {
  const isInside = Number.isSafeInteger(at) && at >= 0 && at + EXT_SUPERBLOCK_SIZE <= volume.size
  return new Head(isInside ? await volume.read(at, EXT_SUPERBLOCK_SIZE) : new Uint8Array())
}

function readSuperblock(head: Head): Superblock | Refused {
  if (readExtSuperblock(head, 0) === undefined) return refused('It has no superblock.')
  const layout = readExtLayout(head)
  return layout.ok ? (inodeFault(layout) ?? { ok: true, head, layout }) : layout
}

/** One that is whole and asks for what nobody here knows means it: its copies may only not know it yet. */
const mayBeDamaged = (head: Head): boolean =>
  readExtSuperblock(head, 0) === undefined || !isForOthers(head) || !isSuperblockRight(head)

/** What files need of the superblock, and free space does not. */
function inodeFault({ inodeSize, blockSize, ...layout }: ExtLayout): Refused | undefined {
  const { inodesPerGroup, inodes, groups } = layout
  if (
    !Number.isInteger(Math.log2(inodeSize)) ||
    inodeSize < MIN_INODE_SIZE ||
    inodeSize > blockSize
  ) {
    return refused(`It says that its inodes have ${formatCount(inodeSize)} bytes, which cannot be.`)
  }
  const most = Math.min(BITS * blockSize, Math.ceil(inodes / groups))
  return inodesPerGroup === 0 || inodesPerGroup > BITS * blockSize || inodesPerGroup < most
    ? refused(
        `It says that its groups have ${formatCount(inodesPerGroup)} inodes, which cannot be.`,
      )
    : undefined
}

function withSuperblock(
  volume: ByteSource,
  { head, layout }: Superblock,
  spareAt: number | undefined,
): ExtVolume {
  const { incompatible } = layout.features
  const group = head.u16(90)
  const isSpare = spareAt !== undefined && spareAt !== SUPERBLOCK_OFFSET
  return {
    ok: true,
    structures: cached(volume, CACHE),
    volume,
    layout,
    checksums: readChecksums(head, layout),
    endBlock: Math.min(layout.blocks, Math.floor(volume.size / layout.blockSize)),
    spareGroup: isSpare ? group : firstCopy(layout),
    hasFileTypes: (incompatible & FILE_TYPES) !== 0,
    fileTypeMask: (incompatible & EXTRA_DATA) !== 0 ? 0xf : 0xff,
    superblock: head,
    isSpare,
    notes: [
      ...(isSpare
        ? [
            `It is read by the spare superblock of block group ${formatCount(group)}, which may say how it was long ago.`,
          ]
        : []),
      ...notesOf(volume, head, layout),
    ],
  }
}

/** The first group behind group 0 that has a copy of the superblock. */
function firstCopy({ copies, groups }: ExtLayout): number | undefined {
  const first = typeof copies === 'string' ? 1 : copies.find((group) => group > 0)
  return first !== undefined && first < groups ? first : undefined
}

function notesOf(volume: ByteSource, head: Head, layout: ExtLayout): readonly string[] {
  const { compatible, incompatible } = layout.features
  const size = layout.blocks * layout.blockSize
  const isElsewhere = (compatible & HAS_JOURNAL) !== 0 && head.u32(0xe0) === 0
  return [
    ...(isSuperblockRight(head) ? [] : ['Its superblock has a wrong checksum.']),
    ...(size > volume.size
      ? [`It says that it has ${exactSize(size)}, but its volume has ${exactSize(volume.size)}.`]
      : []),
    ...((incompatible & RECOVER) !== 0
      ? ['Changes wait in its journal: files are shown as they are without them.']
      : []),
    ...(isElsewhere
      ? ['Its journal is another volume: whether changes wait there is not known.']
      : []),
    ...((incompatible & EXTRA_DATA) !== 0
      ? ['Its directories hold data of Lustre beside their names, which is not read.']
      : []),
    ...layout.doubts,
  ]
}
