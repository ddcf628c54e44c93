/** The blocks of a directory's tree of names, in order of place: those that are in use, with where their entries lie. */
import type { ByteRange, ByteSource } from '../../../bytes/byte-source.ts'
import { exactSize, formatCount, lowerFirst } from '../../../bytes/format.ts'
import { endOf } from '../../../bytes/ranges.ts'
import { KIB } from '../../../format/layout.ts'
import type { FileExtent } from '../../guest-files.ts'
import { Head } from '../../volumes/head.ts'
import { removeGuards } from '../../volumes/ntfs-record.ts'
import { BITMAP, INDEX_ALLOCATION, NAMES } from '../attribute-types.ts'
import { type Content, contentOf } from './content.ts'
import { type IndexEntries, type IndexEntry, indexEntries } from './index-entries.ts'
import { attributeOf, type NtfsNode, type NtfsVolume } from './node.ts'
import { Problems } from './problems.ts'
import { type NtfsStream, openStream } from './stream.ts'

/** Of the blocks, in bytes: what is read at once. */
const WINDOW = 256 * KIB
const MIN_BLOCK = 512
const MAX_BLOCK = 64 * KIB
const BLOCK_SECTOR = 512
/** In a block: where the header of the node is. */
const BLOCK_HEADER = 24

export interface DirectoryBlocks extends Content {
  readonly blockSize: number
  readonly clusterSize: number
  /** Which blocks are in use; `undefined` where that cannot be read. */
  readonly bitmap: ByteSource | undefined
}

export const isBlockSize = (size: number): boolean =>
  size >= MIN_BLOCK && size <= MAX_BLOCK && Number.isInteger(Math.log2(size))

/** `undefined` where the root has all the names; what is wrong where the blocks cannot be had. */
export async function openBlocks(
  volume: NtfsVolume,
  node: NtfsNode,
  blockSize: number,
): Promise<DirectoryBlocks | string | undefined> {
  const of = attributeOf(node, INDEX_ALLOCATION, NAMES)
  if (of === undefined) return undefined
  if (!isBlockSize(blockSize)) return 'Nothing says how large the blocks of its names are.'
  const stream = await openStream(volume, node, of)
  if (!stream.ok) return `The blocks of its names: ${stream.reason}`
  const { source, clusterSize } = volume
  const open = (it: NtfsStream): Content =>
    contentOf(source, it, { clusterSize, hidden: undefined })
  const content = open(stream)
  const bits = attributeOf(node, BITMAP, NAMES)
  const bitmap = bits && (await openStream(volume, node, bits))
  return {
    ...content,
    // No directory has more than its volume.
    size: Math.min(content.size, source.size),
    blockSize,
    clusterSize,
    bitmap: bitmap?.ok ? open(bitmap).source : undefined,
  }
}

/** What is in one window of the blocks; entries are where they lie in the volume. */
export interface BlockEntries {
  readonly entries: readonly IndexEntry[]
  readonly problems: readonly string[]
}

export async function readWindow(
  blocks: DirectoryBlocks,
  { start, places, isFirst, lost }: Window,
): Promise<BlockEntries> {
  const { blockSize, clusterSize } = blocks
  const problems = new Problems(lost)
  const count = Math.floor((Math.min(start + WINDOW, blocks.size) - start) / blockSize)
  const used = await usedBlocks(blocks, start / blockSize, count)
  if (isFirst && used === undefined) {
    problems.add('Which blocks of its names are in use cannot be read: all of them are shown.')
  }
  const entries: IndexEntry[] = []
  if (used?.every((isUsed) => !isUsed)) return { entries, problems: problems.sentences() }
  const bytes = await blocks.source.read(start, count * blockSize)
  for (let i = 0; i < count; i++) {
    if (used?.[i] === false) continue
    const at = start + i * blockSize
    const which = `lock ${formatCount(at / blockSize)} of its names`
    const block = bytes.subarray(i * blockSize, (i + 1) * blockSize)
    const found = readBlock(block, Math.floor(at / vcnUnit(clusterSize, blockSize)))
    if (typeof found === 'string') {
      if (used !== undefined) problems.add(`B${which} ${found}.`)
      continue
    }
    if (!found.isWhole) problems.add(`In b${which} entries are damaged.`)
    for (const entry of found.entries) {
      const range = { offset: at + entry.at.offset, length: entry.at.length }
      entries.push({ ...entry, at: placeIn(places, range) })
    }
  }
  return { entries, problems: problems.sentences() }
}

/** In which blocks are numbered: clusters, or where these are larger, sectors. */
const vcnUnit = (clusterSize: number, blockSize: number): number =>
  clusterSize <= blockSize ? clusterSize : BLOCK_SECTOR

/** Its entries, or what is wrong with it. */
function readBlock(bytes: Uint8Array, vcn: number): IndexEntries | string {
  if (!removeGuards(bytes, 'INDX')) return 'is damaged'
  const block = new Head(bytes)
  if (block.u64(16) !== BigInt(vcn)) return 'says that it is another one'
  return indexEntries(block, BLOCK_HEADER)
}

/** Of `count` blocks from `first` on; `undefined` where it is not known. */
async function usedBlocks(
  { bitmap }: DirectoryBlocks,
  first: number,
  count: number,
): Promise<readonly boolean[] | undefined> {
  if (bitmap === undefined) return undefined
  const offset = Math.floor(first / 8)
  const length = Math.max(0, Math.min(Math.ceil((first + count) / 8), bitmap.size) - offset)
  const bytes = length === 0 ? new Uint8Array() : await bitmap.read(offset, length)
  return Array.from({ length: count }, (_, i) => {
    const bit = first + i - 8 * offset
    return (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1
  })
}

export interface Window {
  readonly start: number
  readonly isFirst: boolean
  /** Of what of it lies in the volume. */
  readonly places: readonly FileExtent[]
  /** What before it, or in it, does not: sentences. */
  readonly lost: readonly string[]
}

/** Those of which something lies in the volume: what is said to be as large as that may be a hole. */
export async function* windowsOf(blocks: DirectoryBlocks): AsyncGenerator<Window, void, undefined> {
  let [start, isFirst] = [-1, true]
  let places: FileExtent[] = []
  let lost = new Problems()
  const window = (): Window => ({ start, places, isFirst, lost: lost.sentences() })
  for await (const some of blocks.parts({ offset: 0, length: blocks.size })) {
    for (const part of some) {
      const end = Math.min(endOf(part), blocks.size)
      if (part.from !== 'volume') {
        const why = part.from === 'unreadable' ? part.reason : 'It is a hole.'
        lost.add(`Of its names ${exactSize(end - part.offset)} cannot be read: ${lowerFirst(why)}`)
        continue
      }
      for (let at = part.offset - (part.offset % WINDOW); at < end; at += WINDOW) {
        if (at !== start && start >= 0) {
          yield window()
          places = []
          lost = new Problems()
          isFirst = false
        }
        start = at
        places.push(part)
      }
    }
  }
  if (start < 0) start = 0
  if (places.length > 0 || lost.sentences().length > 0) yield window()
}

/** Where bytes of the blocks lie; their beginning, where they are in pieces. */
function placeIn(places: readonly FileExtent[], { offset, length }: ByteRange): ByteRange {
  const place = places.find((it) => it.offset <= offset && offset < endOf(it))
  if (place?.from === 'volume') {
    const at = place.at + (offset - place.offset)
    return { offset: at, length: Math.min(length, endOf(place) - offset) }
  }
  return { offset: 0, length: 0 }
}
