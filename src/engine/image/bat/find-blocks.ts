/** Which blocks own the bytes of some ranges of the file: one pass over the BAT for all of them. */
import type { ByteRange, Run } from '../../bytes/byte-source.ts'
import { lastWriters } from '../../bytes/extent-map.ts'
import { endOf, firstEndingAfter, overlaps } from '../../bytes/ranges.ts'
import {
  batFileOffsetMB,
  batState,
  PAYLOAD_STATES,
  SECTOR_BITMAP_STATES,
} from '../../format/bat-entry.ts'
import { blockOfIndex, chunkOfIndex } from '../../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MIB, SECTOR_BITMAP_BLOCK_SIZE } from '../../format/layout.ts'
import type { Table } from './bat-window.ts'
import type { BlockPlace } from './find-block.ts'
import { visitBat, visitChunks } from './visit-bat.ts'

/** Bytes that `block` owns: all of it, or what no block with an earlier entry has taken. */
export interface OwnedByBlock extends ByteRange {
  readonly block: BlockPlace
}

/** Of more blocks than this nothing is told: 32 bytes of a log can write to millions of them. */
export const MAX_FOUND_BLOCKS = 2 ** 16

/** States from here on have their block in the file. */
const PAYLOAD_PRESENT = PAYLOAD_STATES.indexOf('fully-present')
const BITMAP_PRESENT = SECTOR_BITMAP_STATES.indexOf('present')

/**
 * A test of whether a block of `units` MiB at MiB `unit` of the file has a byte in one of `ranges`, which
 * are disjoint and in order.
 */
export function unitsIn(ranges: readonly ByteRange[]): (unit: number, units: number) => boolean {
  const [first, last] = [ranges[0], ranges.at(-1)]
  if (!first || !last) return () => false
  const from = Math.floor(first.offset / MIB)
  const end = Math.ceil(endOf(last) / MIB)
  return (unit, units) => {
    if (unit >= end || unit + units <= from) return false
    const next = ranges[firstEndingAfter(ranges, unit * MIB)]
    return next !== undefined && next.offset < (unit + units) * MIB
  }
}

/**
 * What of the file belongs to blocks that have a byte in `ranges`, which are disjoint and in order. The
 * result is, too; of blocks that overlap, the one whose entry comes first owns what they share, as
 * `findBlockAt` has it. `undefined` where there are more than `most` of them. Reads the whole BAT where there are
 * ranges. Throws what source and signal throw.
 */
export async function findBlocks(
  { source, bat }: Table,
  ranges: readonly ByteRange[],
  run?: Run,
  most = MAX_FOUND_BLOCKS,
): Promise<readonly OwnedByBlock[] | undefined> {
  if (ranges.length === 0) return []
  const { geometry } = bat
  const isIn = unitsIn(ranges)
  const found = new Map<number, BlockPlace>()
  const take = (index: number, unit: number, isPayload: boolean): void => {
    const length = isPayload ? geometry.blockSize : SECTOR_BITMAP_BLOCK_SIZE
    if (!isIn(unit, length / MIB) || found.has(unit)) return
    found.set(unit, {
      kind: isPayload ? 'payload-block' : 'sector-bitmap-block',
      index,
      number: isPayload ? blockOfIndex(geometry, index) : chunkOfIndex(geometry, index),
      at: { offset: unit * MIB, length },
    })
  }
  await visitBat(source, bat, run && { signal: run.signal }, (window) => {
    const { view, first } = window
    const visit = (index: number, isPayload: boolean): void => {
      const at = (index - first) * BAT_ENTRY_SIZE
      const low = view.getUint32(at, true)
      const state = batState(low)
      if (isPayload ? state < PAYLOAD_PRESENT : state !== BITMAP_PRESENT) return
      take(index, batFileOffsetMB(low, view.getUint32(at + 4, true)), isPayload)
    }
    visitChunks(window, geometry, ({ from, to, bitmap }) => {
      for (let index = from; index < to; index++) visit(index, true)
      if (bitmap !== undefined) visit(bitmap, false)
    })
    return found.size <= most
  })
  if (found.size > most) return undefined
  // A later write wins there, and here the earlier entry.
  const blocks = [...found.values()].reverse()
  return lastWriters(blocks.map(({ at }) => at)).flatMap(({ offset, length, writer }) => {
    const block = blocks[writer]
    return block ? [{ offset, length, block }] : []
  })
}

/** Those of `owned`, which are disjoint and in order, that have a byte in `range`; each block once. */
export function blocksIn(owned: readonly OwnedByBlock[], range: ByteRange): readonly BlockPlace[] {
  const blocks = new Set<BlockPlace>()
  for (let i = firstEndingAfter(owned, range.offset); i < owned.length; i++) {
    const each = owned[i]
    if (!each || !overlaps(each, range)) break
    blocks.add(each.block)
  }
  return [...blocks]
}
