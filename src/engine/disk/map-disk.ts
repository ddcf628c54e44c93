/** Where the bytes of the virtual disk are, §2.5.1. */
import { type ByteRange, type ByteSource, checkRange } from '../bytes/byte-source.ts'
import { heldPieces } from '../bytes/held.ts'
import { endOf } from '../bytes/ranges.ts'
import {
  batFileOffsetMB,
  batState,
  PAYLOAD_STATES,
  type PayloadState,
} from '../format/bat-entry.ts'
import { batEntryRange, blockIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MIB } from '../format/layout.ts'
import type { Bat } from '../image/bat/bat.ts'
import { endOfBlocks, endOfRun, entryWords } from '../image/bat/entry-words.ts'
import type { Image } from '../image/image.ts'
import type { Geometry } from '../image/metadata/geometry.ts'
import { readSectorBitmap } from './sector-bitmap.ts'

/**
 * file: in this file. zero: reads as zeros. unmapped: so, too, for the guest has given it back.
 * parent: in the parent of a differencing disk. unreadable: the table says something that cannot be
 * followed, or the file ends before. absent: in the file, of which this is a skeleton that has it not.
 */
export type DiskOrigin = 'file' | 'zero' | 'unmapped' | 'parent' | 'unreadable' | 'absent'

/** Bytes of the virtual disk that come from one place. */
export interface DiskExtent extends ByteRange {
  readonly from: DiskOrigin
  /** Of `file` only. */
  readonly fileOffset?: number
  /** Of `zero` only, and only where that was asked for: its entries leave open what is read there. */
  readonly isUndefined?: true
}

/** BAT entries read at once. */
const WINDOW = 4096

/** What is needed of an image to read its disk. */
export type DiskImage = Pick<Image, 'source' | 'bat'>

/**
 * The extents of [offset, offset + length) of the virtual disk, in order, without gaps, as long as
 * they can be made. Throws a `RangeError` outside of the disk; an image without BAT has a disk of
 * size 0. A disk as fragmented as its sector bitmaps allow has an extent per sector: ask for windows.
 * With `tellsUndefined` zeros that an entry promises are apart from those that nobody does (§2.5.1.1).
 */
export async function mapDisk(
  { source, bat }: DiskImage,
  offset: number,
  length: number,
  tellsUndefined = false,
): Promise<readonly DiskExtent[]> {
  checkRange(bat?.geometry.virtualDiskSize ?? 0, offset, length)
  const extents: DiskExtent[] = []
  if (bat === undefined || length === 0) return extents
  const { blockSize } = bat.geometry
  const end = offset + length
  for (let start = offset; start < end; ) {
    const first = Math.floor(start / blockSize)
    const stop = Math.min(end, (first + WINDOW) * blockSize)
    const window = await readWindow(source, bat, first, Math.ceil(stop / blockSize))
    for (let block = first; block * blockSize < stop; ) {
      const run = runAt(bat.geometry, window, block)
      const from = Math.max(start, block * blockSize)
      const range = { offset: from, length: Math.min(stop, run.end * blockSize) - from }
      for (const extent of await mapRun(source, bat, run, range)) {
        const isTold = tellsUndefined && extent.from === 'zero' && isUndefined(run)
        append(extents, isTold ? { ...extent, isUndefined: true } : extent)
      }
      block = run.end
    }
    start = stop
  }
  return extents
}

/** The entries of some blocks, and those of sector bitmap blocks between them. */
interface Window {
  /** Two words for each entry. */
  readonly words: Uint32Array
  /** Index of the first entry. */
  readonly first: number
  /** Behind the last of the blocks. */
  readonly endBlock: number
}

async function readWindow(
  source: ByteSource,
  bat: Bat,
  block: number,
  endBlock: number,
): Promise<Window> {
  const first = Math.min(blockIndex(bat.geometry, block), bat.count)
  const last = Math.min(blockIndex(bat.geometry, endBlock - 1) + 1, bat.count)
  const at = batEntryRange(bat, first)
  const bytes = await source.read(at.offset, (last - first) * BAT_ENTRY_SIZE)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return { words: entryWords(view), first: blockIndex(bat.geometry, block), endBlock }
}

/** Blocks up to `end` that go on alike: without a place, or each behind the one before. */
interface BlockRun {
  readonly end: number
  /** Of the first block; `undefined` where the table ends before. */
  readonly state: PayloadState | undefined
  readonly fileOffsetMB: number
}

/** The disk may have 67 million blocks, so those that are alike are not looked at one by one. */
function runAt(geometry: Geometry, { words, first, endBlock }: Window, block: number): BlockRun {
  const entry = blockIndex(geometry, block) - first
  const low = words[entry * 2]
  const high = words[entry * 2 + 1]
  if (low === undefined || high === undefined) {
    return { end: endBlock, state: undefined, fileOffsetMB: 0 }
  }
  const endOfChunk = (Math.floor(block / geometry.chunkRatio) + 1) * geometry.chunkRatio
  const limit = Math.min(words.length / 2, entry + Math.min(endBlock, endOfChunk) - block)
  const state = PAYLOAD_STATES[batState(low)]
  const fileOffsetMB = batFileOffsetMB(low, high)
  const end =
    state === 'fully-present' && fileOffsetMB > 0
      ? endOfBlocks(words, entry, limit, geometry.blockSize / MIB)
      : state === 'fully-present' || state === 'partially-present'
        ? entry
        : endOfRun(words, entry, limit, low)
  const count = Math.max(1, end - entry)
  return { end: block + count, state, fileOffsetMB }
}

/** Where such blocks read as zeros a reader might as well give anything. */
const isUndefined = ({ state }: BlockRun): boolean =>
  state === 'not-present' || state === 'undefined'

/** `range`, of the disk, lies in the blocks of `run`. */
async function mapRun(
  source: ByteSource,
  bat: Bat,
  run: BlockRun,
  range: ByteRange,
): Promise<readonly DiskExtent[]> {
  const differencing = bat.geometry.kind === 'differencing'
  const { state } = run
  if (state === 'not-present') return [{ ...range, from: differencing ? 'parent' : 'zero' }]
  if (state === 'unmapped') return [{ ...range, from: 'unmapped' }]
  if (state === 'undefined' || state === 'zero') return [{ ...range, from: 'zero' }]
  if (state === 'fully-present') return inFile(source, bat, run, range)
  if (state === 'partially-present' && differencing) {
    return mapPartialBlock(source, bat, run, range)
  }
  return [{ ...range, from: 'unreadable' }]
}

/** What of `range`, which begins in `block`, the file has; the rest of it lies past the file's end. */
function inFile(
  source: ByteSource,
  { geometry }: Bat,
  block: Pick<BlockRun, 'fileOffsetMB'>,
  range: ByteRange,
): readonly DiskExtent[] {
  const unreadable: DiskExtent = { ...range, from: 'unreadable' }
  // No block lies in the header section; and the product below must stay exact.
  if (block.fileOffsetMB === 0 || block.fileOffsetMB > source.size / MIB) return [unreadable]
  const fileOffset = block.fileOffsetMB * MIB + (range.offset % geometry.blockSize)
  const there = Math.min(range.length, source.size - fileOffset)
  if (there <= 0) return [unreadable]
  const found: DiskExtent[] = []
  for (const piece of heldPieces(source.held, { offset: fileOffset, length: there })) {
    const part = { offset: range.offset + piece.offset - fileOffset, length: piece.length }
    found.push(
      piece.isHeld
        ? { ...part, from: 'file', fileOffset: piece.offset }
        : { ...part, from: 'absent' },
    )
  }
  if (there === range.length) return found
  const rest = { offset: range.offset + there, length: range.length - there }
  return [...found, { ...rest, from: 'unreadable' }]
}

/** Sector by sector: its bit in the sector bitmap says whether it is here or in the parent (§2.4). */
async function mapPartialBlock(
  source: ByteSource,
  bat: Bat,
  block: Pick<BlockRun, 'fileOffsetMB'>,
  range: ByteRange,
): Promise<readonly DiskExtent[]> {
  const { logicalSectorSize: sectorSize } = bat.geometry
  const firstSector = Math.floor(range.offset / sectorSize)
  const lastSector = Math.floor((endOf(range) - 1) / sectorSize)
  const isHere = await readSectorBitmap(source, bat, firstSector, lastSector)
  if (isHere === undefined) return [{ ...range, from: 'unreadable' }]
  const extents: DiskExtent[] = []
  for (let sector = firstSector; sector <= lastSector; sector++) {
    const offset = Math.max(range.offset, sector * sectorSize)
    const length = Math.min(endOf(range), (sector + 1) * sectorSize) - offset
    const part = { offset, length }
    if (isHere(sector)) for (const found of inFile(source, bat, block, part)) append(extents, found)
    else append(extents, { ...part, from: 'parent' })
  }
  return extents
}

/** Adds an extent, or makes the last one longer where it goes on in the same place. */
function append(extents: DiskExtent[], next: DiskExtent): void {
  const last = extents.at(-1)
  const goesOn =
    last !== undefined &&
    last.from === next.from &&
    last.isUndefined === next.isUndefined &&
    (last.fileOffset === undefined || last.fileOffset + last.length === next.fileOffset)
  if (goesOn) extents[extents.length - 1] = { ...last, length: last.length + next.length }
  else extents.push(next)
}
