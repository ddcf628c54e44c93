/** What a table of blocks names of which nobody knows the disk, and blocks of which size it can be about, §2.5. */
import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { heldPieces } from '../../bytes/held.ts'
import { takeTurn } from '../../bytes/pace.ts'
import { endOf } from '../../bytes/ranges.ts'
import {
  batFileOffsetMB,
  batState,
  FULLY_PRESENT,
  PARTIALLY_PRESENT,
} from '../../format/bat-entry.ts'
import { batIndexKind, blockOfIndex } from '../../format/bat-index.ts'
import {
  BAT_ENTRY_SIZE,
  MAX_BLOCK_SIZE,
  MIB,
  MIN_BLOCK_SIZE,
  SECTORS_PER_BITMAP_BLOCK,
} from '../../format/layout.ts'
import type { SectorSize } from '../../image/metadata/disk-limits.ts'

/** Of a table without a geometry so many entries are looked at: 8 MiB. */
const MAX_ENTRIES = 2 ** 20

/** An entry with a place, of a payload block or a sector bitmap block: which of them the disk decides. */
export interface NamedPlace {
  readonly index: number
  /** In whole MiB of the file. */
  readonly unit: number
  /** Whether only a part of the block is there, as a child's (§2.5.1.1). */
  readonly isPartial: boolean
}

/** In the order of the table; of a skeleton as far as it goes on having it. */
export async function namedPlaces(
  source: ByteSource,
  region: ByteRange,
): Promise<readonly NamedPlace[]> {
  const inFile = Math.max(0, Math.min(region.length, source.size - region.offset))
  const [first] = heldPieces(source.held, { offset: region.offset, length: inFile })
  const there = first?.isHeld ? first.length : 0
  const count = Math.min(Math.floor(there / BAT_ENTRY_SIZE), MAX_ENTRIES)
  const bytes = await source.read(region.offset, count * BAT_ENTRY_SIZE)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const found: NamedPlace[] = []
  for (let index = 0; index < count; index++) {
    const low = view.getUint32(index * BAT_ENTRY_SIZE, true)
    const unit = batFileOffsetMB(low, view.getUint32(index * BAT_ENTRY_SIZE + 4, true))
    const state = batState(low)
    if ((state === FULLY_PRESENT || state === PARTIALLY_PRESENT) && unit > 0) {
      found.push({ index, unit, isPartial: state === PARTIALLY_PRESENT })
    }
  }
  return found
}

export const chunkRatioOf = (blockSize: number, sectorSize: SectorSize): number =>
  (SECTORS_PER_BITMAP_BLOCK * sectorSize) / blockSize

/** The blocks of the disk that a table names, by their number, with the MiB of the file where each begins. */
export function blocksOf(
  places: readonly NamedPlace[],
  ratio: { readonly chunkRatio: number },
): ReadonlyMap<number, number> {
  return new Map(
    places
      .filter(({ index }) => batIndexKind(ratio, index) === 'payload')
      .map(({ index, unit }) => [blockOfIndex(ratio, index), unit]),
  )
}

/** Where on the disk the last block that a table names ends, in bytes; 0 where it names none. */
export function reachOf(
  places: readonly NamedPlace[],
  { blockSize, sectorSize }: { readonly blockSize: number; readonly sectorSize: SectorSize },
): number {
  const ratio = { chunkRatio: chunkRatioOf(blockSize, sectorSize) }
  const last = places.findLast(({ index }) => batIndexKind(ratio, index) === 'payload')
  return last ? (blockOfIndex(ratio, last.index) + 1) * blockSize : 0
}

export interface TableGround {
  readonly sectorSize: SectorSize
  readonly isChild: boolean
  /** Where no block can be. */
  readonly taken: readonly ByteRange[]
}

/**
 * The sizes of blocks of which the table can be right, the greatest first: no two of them share a place,
 * and entries of sector bitmaps name something in a child only. Programs put blocks side by side.
 */
export async function blockSizesOf(
  places: readonly NamedPlace[],
  { sectorSize, isChild, taken }: TableGround,
  run?: Run,
): Promise<readonly number[]> {
  const inOrder = [...places].sort((a, b) => a.unit - b.unit)
  const owned = [...taken].sort((a, b) => a.offset - b.offset)
  const sizes: number[] = []
  for (let size = MAX_BLOCK_SIZE; size >= MIN_BLOCK_SIZE; size /= 2) {
    await takeTurn(run)
    const ratio = { chunkRatio: chunkRatioOf(size, sectorSize) }
    let [end, next] = [0, 0]
    const isRight = inOrder.every(({ index, unit, isPartial }) => {
      const isBitmap = batIndexKind(ratio, index) === 'sector-bitmap'
      if (isBitmap && (!isChild || isPartial)) return false
      const start = unit * MIB
      if (start < end) return false
      end = start + (isBitmap ? MIB : size)
      for (let at = owned[next]; at && endOf(at) <= start; at = owned[next]) next++
      const behind = owned[next]
      return !behind || behind.offset >= end
    })
    if (isRight) sizes.push(size)
  }
  return sizes
}
