/** The content of a node: its parts in the volume, and its bytes. */
import {
  type ByteRange,
  type ByteSource,
  checkRange,
  readInto,
} from '../../../bytes/byte-source.ts'
import { formatCount } from '../../../bytes/format.ts'
import { clipRange, endOf } from '../../../bytes/ranges.ts'
import { type Refused, refused } from '../../../bytes/refused.ts'
import { MIB } from '../../../format/layout.ts'
import type { FileExtent } from '../../guest-files.ts'
import type { Head } from '../../volumes/head.ts'
import { inodeSeed } from '../checksums.ts'
import { type BlockRun, MAX_BLOCKS, type Walk } from './block-runs.ts'
import type { ExtVolume } from './ext-volume.ts'
import { extentRuns, rootRuns } from './extent-tree.ts'
import { directRuns, indirectRuns } from './indirect-blocks.ts'
import { inlineParts } from './inline-data.ts'
import {
  ENCRYPTED,
  EXTENTS,
  generationOf,
  has,
  I_BLOCK,
  INLINE_DATA,
  type Inode,
  isFastLink,
} from './inode.ts'

/** The longest read at once, in bytes. */
const LONGEST = MIB
/** Incompatible: e2compr, which nobody has any more. */
const COMPRESSION = 0x1
/** Of i_flags: some of it is compressed; the flag beside it only asks for that. */
const HAS_COMPRESSED = 0x200

/** Why its bytes are not its content, where they are not. */
export function whyUnreadable({ layout }: ExtVolume, inode: Inode): string | undefined {
  if (inode.kind !== 'directory' && has(inode, ENCRYPTED)) {
    return 'It is encrypted, and its key is not in the volume.'
  }
  return has(inode, HAS_COMPRESSED) && (layout.features.incompatible & COMPRESSION) !== 0
    ? 'It is compressed by e2compr, which is not read.'
    : undefined
}

/** Devices and their like have none, whatever their inode says. */
export const contentSize = ({ kind, size }: Inode): bigint =>
  kind === undefined || kind === 'file' || kind === 'directory' || kind === 'link' ? size : 0n

/** Where its blocks are, in order, without gaps; not of one whose content is in its inode. */
export function blockRuns(
  ext: ExtVolume,
  inode: Inode,
  walk: Walk,
): AsyncGenerator<readonly BlockRun[]> {
  const root = mapIn(inode)
  if (!has(inode, EXTENTS)) return indirectRuns(ext, root, walk)
  const { checksums } = ext
  const seed =
    checksums.kind === 'crc32c'
      ? inodeSeed(checksums, inode.number, generationOf(inode))
      : undefined
  return extentRuns(ext, root, walk, seed)
}

/** As `blockRuns`, where the inode itself says it all; `undefined` where more has to be read. */
export function runsInInode(
  ext: ExtVolume,
  inode: Inode,
  walk: Walk,
): readonly BlockRun[] | undefined {
  const root = mapIn(inode)
  return has(inode, EXTENTS) ? rootRuns(ext, root, walk) : directRuns(ext, root, walk)
}

const mapIn = ({ head }: Inode): Head => head.part(I_BLOCK.offset, I_BLOCK.length)

/** Content that is in the inode, whole and in order; `undefined` where it is in blocks or nowhere at all. */
export function partsInInode(ext: ExtVolume, inode: Inode): readonly FileExtent[] | undefined {
  if (has(inode, INLINE_DATA)) return inlineParts(inode)
  if (!isFastLink(ext.layout, inode)) return undefined
  const length = Number(inode.size)
  const at = { offset: inode.at.offset + I_BLOCK.offset, length }
  return length === 0 ? [] : [{ offset: 0, length, from: 'record', at }]
}

/** The parts of the content that lie in `range` of it, which is inside; some at a time. */
export async function* contentParts(
  ext: ExtVolume,
  inode: Inode,
  range: ByteRange,
): AsyncGenerator<readonly FileExtent[]> {
  if (range.length === 0) return
  const reason = whyUnreadable(ext, inode)
  if (reason !== undefined) {
    yield [{ ...range, from: 'unreadable', reason }]
    return
  }
  const inside = partsInInode(ext, inode)
  if (inside) {
    yield inside.map((part) => cut(part, range)).filter(({ length }) => length > 0)
    return
  }
  const { blockSize } = ext.layout
  const end = Math.ceil(endOf(range) / blockSize)
  const walk = {
    from: Math.min(Math.floor(range.offset / blockSize), MAX_BLOCKS),
    end: Math.min(end, MAX_BLOCKS),
  }
  /** The last one may go on. */
  let last: FileExtent | undefined
  for await (const runs of blockRuns(ext, inode, walk)) {
    const parts: FileExtent[] = []
    for (const run of runs) {
      const part = cut(partOf(run, blockSize), range)
      if (last === undefined) last = part
      else {
        const joined = join(last, part)
        if (joined === undefined) parts.push(last)
        last = joined ?? part
      }
    }
    if (parts.length > 0) yield parts
  }
  if (last) yield [last]
  const behind = Math.max(range.offset, MAX_BLOCKS * blockSize)
  if (behind < endOf(range)) {
    const length = endOf(range) - behind
    yield [{ offset: behind, length, from: 'unreadable', reason: 'No block can be so far behind.' }]
  }
}

function partOf(run: BlockRun, blockSize: number): FileExtent {
  const range = { offset: run.first * blockSize, length: run.count * blockSize }
  switch (run.from) {
    case 'volume':
      return { ...range, from: 'volume', at: run.place * blockSize }
    case 'unreadable':
      return { ...range, from: 'unreadable', reason: run.reason }
    case 'unwritten':
    case 'hole':
      return { ...range, from: 'zeros' }
  }
}

/** What of a part lies in `range`. */
function cut(part: FileExtent, range: ByteRange): FileExtent {
  const { offset, length } = clipRange(part, range)
  const skipped = offset - part.offset
  if (part.from === 'volume') return { ...part, offset, length, at: part.at + skipped }
  if (part.from === 'record') {
    return { ...part, offset, length, at: { offset: part.at.offset + skipped, length } }
  }
  return { ...part, offset, length }
}

/** Two parts that are one; `undefined` where they are two. */
function join(first: FileExtent, second: FileExtent): FileExtent | undefined {
  const isOne =
    (first.from === 'zeros' && second.from === 'zeros') ||
    (first.from === 'volume' &&
      second.from === 'volume' &&
      first.at + first.length === second.at) ||
    (first.from === 'unreadable' && second.from === 'unreadable' && first.reason === second.reason)
  return isOne ? { ...first, length: first.length + second.length } : undefined
}

/** The content as a source; what is unreadable reads as zeros. */
export function openContent(ext: ExtVolume, inode: Inode): ByteSource | Refused {
  const reason = whyUnreadable(ext, inode)
  if (reason !== undefined) return refused(reason)
  const size = Number(contentSize(inode))
  return Number.isSafeInteger(size)
    ? sourceOf(ext, inode, size)
    : refused(`It says that it has ${formatCount(contentSize(inode))} bytes, which cannot be.`)
}

/** `size` is that of its content. */
export function sourceOf(ext: ExtVolume, inode: Inode, size: number): ByteSource {
  const readAll = async (offset: number, target: Uint8Array): Promise<void> => {
    checkRange(size, offset, target.length)
    target.fill(0)
    const range = { offset, length: target.length }
    for await (const parts of contentParts(ext, inode, range)) {
      for (const part of parts) {
        const at =
          part.from === 'volume' ? part.at : part.from === 'record' ? part.at.offset : undefined
        if (at === undefined) continue
        const into = target.subarray(part.offset - offset, endOf(part) - offset)
        await fill(ext.volume, at, into)
      }
    }
  }
  return {
    size,
    async read(offset, length) {
      checkRange(size, offset, length)
      const bytes = new Uint8Array(length)
      await readAll(offset, bytes)
      return bytes
    },
    readInto: readAll,
  }
}

async function fill(volume: ByteSource, at: number, target: Uint8Array): Promise<void> {
  for (let from = 0; from < target.length; from += LONGEST) {
    await readInto(volume, at + from, target.subarray(from, from + LONGEST))
  }
}
