/** Where the bytes of the virtual disk are, §2.5.1. */
import { type ByteRange, type ByteSource, checkRange, endOf } from '../bytes/byte-source.ts'
import { MIB } from '../format/layout.ts'
import { type Bat, type BatEntry, blockIndex, readBatEntries } from './bat.ts'
import type { Image } from './image.ts'
import { readSectorBitmap } from './sector-bitmap.ts'

/**
 * file: in this file. zero: reads as zeros. unmapped: so, too, for the guest has given it back.
 * parent: in the parent of a differencing disk. unreadable: the table says something that cannot be
 * followed, or the file ends before.
 */
export type DiskOrigin = 'file' | 'zero' | 'unmapped' | 'parent' | 'unreadable'

/** Bytes of the virtual disk that come from one place. */
export interface DiskExtent extends ByteRange {
  readonly from: DiskOrigin
  /** Of `file` only. */
  readonly fileOffset?: number
}

/** BAT entries read at once. */
const WINDOW = 4096

/** What is needed of an image to read its disk. */
export type DiskImage = Pick<Image, 'source' | 'bat'>

/**
 * The extents of [offset, offset + length) of the virtual disk, in order, without gaps, as long as
 * they can be made. Throws a `RangeError` outside of the disk; an image without BAT has a disk of
 * size 0. A disk as fragmented as its sector bitmaps allow has an extent per sector: ask for windows.
 */
export async function mapDisk(
  { source, bat }: DiskImage,
  offset: number,
  length: number,
): Promise<readonly DiskExtent[]> {
  checkRange(bat?.geometry.virtualDiskSize ?? 0, offset, length)
  const extents: DiskExtent[] = []
  if (bat === undefined || length === 0) return extents
  const { blockSize } = bat.geometry
  const end = offset + length
  for (let start = offset; start < end; ) {
    const block = Math.floor(start / blockSize)
    const stop = Math.min(end, (block + WINDOW) * blockSize)
    const lastBlock = Math.floor((stop - 1) / blockSize)
    for (const [at, entry] of await blockEntries(source, bat, block, lastBlock)) {
      const from = Math.max(start, at * blockSize)
      const range = { offset: from, length: Math.min(stop, (at + 1) * blockSize) - from }
      for (const extent of await mapBlock(source, bat, entry, range)) append(extents, extent)
    }
    start = stop
  }
  return extents
}

/** Each of the blocks with its entry, `undefined` where the table ends before. */
async function blockEntries(
  source: ByteSource,
  bat: Bat,
  first: number,
  last: number,
): Promise<readonly (readonly [block: number, entry: BatEntry | undefined])[]> {
  const start = blockIndex(bat.geometry, first)
  const count = blockIndex(bat.geometry, last) + 1 - start
  const entries = await readBatEntries(source, bat, start, count)
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const block = first + i
    return [block, entries[blockIndex(bat.geometry, block) - start]]
  })
}

/** `range`, of the disk, lies in the block of `entry`. */
async function mapBlock(
  source: ByteSource,
  bat: Bat,
  entry: BatEntry | undefined,
  range: ByteRange,
): Promise<readonly DiskExtent[]> {
  if (entry === undefined) return [{ ...range, from: 'unreadable' }]
  const differencing = bat.geometry.kind === 'differencing'
  const { state } = entry
  if (state === 'not-present') return [{ ...range, from: differencing ? 'parent' : 'zero' }]
  if (state === 'unmapped') return [{ ...range, from: 'unmapped' }]
  if (state === 'undefined' || state === 'zero') return [{ ...range, from: 'zero' }]
  if (state === 'fully-present') return inFile(source, bat, entry, range)
  if (state === 'partially-present' && differencing) {
    return mapPartialBlock(source, bat, entry, range)
  }
  return [{ ...range, from: 'unreadable' }]
}

/** What of `range` the file has; the rest of it lies past the file's end. */
function inFile(
  source: ByteSource,
  { geometry }: Bat,
  entry: BatEntry,
  range: ByteRange,
): readonly DiskExtent[] {
  const unreadable: DiskExtent = { ...range, from: 'unreadable' }
  // No block lies in the header section; and the product below must stay exact.
  if (entry.fileOffsetMB === 0 || entry.fileOffsetMB > source.size / MIB) return [unreadable]
  const fileOffset = entry.fileOffsetMB * MIB + (range.offset % geometry.blockSize)
  const there = Math.min(range.length, source.size - fileOffset)
  if (there <= 0) return [unreadable]
  const found: DiskExtent = { offset: range.offset, length: there, from: 'file', fileOffset }
  if (there === range.length) return [found]
  return [found, { offset: endOf(found), length: range.length - there, from: 'unreadable' }]
}

/** Sector by sector: its bit in the sector bitmap says whether it is here or in the parent (§2.4). */
async function mapPartialBlock(
  source: ByteSource,
  bat: Bat,
  entry: BatEntry,
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
    if (isHere(sector)) for (const found of inFile(source, bat, entry, part)) append(extents, found)
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
    (last.fileOffset === undefined || last.fileOffset + last.length === next.fileOffset)
  if (goesOn) extents[extents.length - 1] = { ...last, length: last.length + next.length }
  else extents.push(next)
}
