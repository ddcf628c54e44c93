/** Which shares of the account the cells of a map have: of the file by MiB, of the disk by block. */
import type { Run } from '../bytes/byte-source.ts'
import { batFileOffsetMB, batState, FULLY_PRESENT, SB_BLOCK_PRESENT } from '../format/bat-entry.ts'
import { batIndexKind, blockIndex, blockOfIndex } from '../format/bat-index.ts'
import { MAX_MAP_CELLS } from '../format/block-class.ts'
import { BAT_ENTRY_SIZE, MIB, SECTOR_BITMAP_BLOCK_SIZE } from '../format/layout.ts'
import { MAX_SPACE_CELLS } from '../format/space-kind.ts'
import { readWindow, type Table } from '../image/bat/bat-window.ts'
import type { FileSpace } from '../space/file-space.ts'
import type { BlockFacts } from './account-places.ts'
import type { ShareMarks } from './share-marks.ts'
import { type Share, shareBit } from './share-words.ts'

export interface ShareCellsQuery {
  /** MiB of the file, or blocks of the disk, [from, to); clipped to those that there are. */
  readonly from: number
  readonly to: number
  /** So many of them in one cell; more where there would be more cells than a map may have. */
  readonly perCell: number
}

/** A bit for each share that something in the cell is of (`shareBit`). */
export interface ShareCells extends ShareCellsQuery {
  readonly cells: Uint16Array
}

/** Entries read at once: 4 MiB. */
const WINDOW = 2 ** 19

/** By MiB, up to the end of the file. */
export function fileShareCells(
  space: FileSpace,
  marks: ShareMarks,
  query: ShareCellsQuery,
): ShareCells {
  const range = clipped(query, Math.ceil(space.size / MIB), MAX_SPACE_CELLS)
  const { from, to, perCell } = range
  const cells = Uint16Array.from({ length: Math.ceil((to - from) / perCell) }, (_, cell) => {
    const start = from + cell * perCell
    const end = Math.min(start + perCell, to)
    const bytes = marks.measure(space, start * MIB, Math.min(end * MIB, space.size))
    return bytes.reduce((bits, length, share) => (length > 0 ? bits | (1 << share) : bits), 0)
  })
  return { ...range, cells }
}

/** The share that an entry’s block is in, by the two halves of the entry; `undefined` where it has none in the file. */
export type ShareOfEntry = (index: number, low: number, high: number) => Share | undefined

/** A block that shares its place with something else has several owners, and no other share. */
export function shareOfEntries(
  { source, bat }: Table,
  space: FileSpace,
  { markOf }: Pick<BlockFacts, 'markOf'>,
): ShareOfEntry {
  const { geometry } = bat
  const blockUnits = geometry.blockSize / MIB
  return (index, low, high) => {
    const unit = batFileOffsetMB(low, high)
    if (unit === 0 || unit * MIB >= source.size) return undefined
    const state = batState(low)
    if (batIndexKind(geometry, index) === 'sector-bitmap') {
      if (state !== SB_BLOCK_PRESENT) return undefined
      return space.isClash(unit, SECTOR_BITMAP_BLOCK_SIZE / MIB) ? 'overlap' : 'tables'
    }
    const block = blockOfIndex(geometry, index)
    if (block >= geometry.payloadBlocks) return 'past-disk'
    if (state < FULLY_PRESENT) return undefined
    return space.isClash(unit, blockUnits) ? 'overlap' : (markOf(block) ?? 'in-use')
  }
}

/** By block. Looks at the entry of each. Progress in entries. */
export async function blockShareCells(
  table: Table,
  shareOf: ShareOfEntry,
  query: ShareCellsQuery,
  run?: Run,
): Promise<ShareCells> {
  const { geometry, count } = table.bat
  const range = clipped(query, geometry.payloadBlocks, MAX_MAP_CELLS)
  const { from, to, perCell } = range
  const cells = new Uint16Array(Math.ceil((to - from) / perCell))
  const start = blockIndex(geometry, from)
  const stop = to > from ? Math.min(count, blockIndex(geometry, to - 1) + 1) : start
  for (let first = start; first < stop; first += WINDOW) {
    run?.signal?.throwIfAborted()
    const view = await readWindow(table, first, Math.min(WINDOW, stop - first))
    for (let at = 0; at < view.byteLength; at += BAT_ENTRY_SIZE) {
      const low = view.getUint32(at, true)
      if (batState(low) < FULLY_PRESENT) continue
      const index = first + at / BAT_ENTRY_SIZE
      if (batIndexKind(geometry, index) !== 'payload') continue
      const share = shareOf(index, low, view.getUint32(at + 4, true))
      if (share === undefined) continue
      const cell = Math.floor((blockOfIndex(geometry, index) - from) / perCell)
      cells[cell] = (cells[cell] ?? 0) | shareBit(share)
    }
    run?.onProgress?.(Math.min(first + WINDOW, stop) - start, stop - start)
  }
  return { ...range, cells }
}

function clipped({ from, to, perCell }: ShareCellsQuery, count: number, most: number) {
  const end = Math.min(Math.max(0, to), count)
  const start = Math.min(Math.max(0, from), end)
  return { from: start, to: end, perCell: Math.max(1, perCell, Math.ceil((end - start) / most)) }
}
