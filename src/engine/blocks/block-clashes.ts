/** Blocks that share their place with something else, on the cells of a map that has been made. */
import type { Run } from '../bytes/byte-source.ts'
import { batIndexKind, blockIndex, blockOfIndex } from '../format/bat-index.ts'
import { classBit } from '../format/block-class.ts'
import { BAT_ENTRY_SIZE } from '../format/layout.ts'
import { readWindow, type Table } from '../image/bat/bat-window.ts'
import type { FileSpace } from '../space/file-space.ts'
import type { BlockMapQuery } from './block-map.ts'
import { clashing, invalidByItself } from './entry-rules.ts'

/** Entries read at once: 4 MiB. */
const WINDOW = 2 ** 19
const INVALID = classBit('invalid')

interface ClashQuery extends BlockMapQuery {
  readonly table: Table
  readonly space: FileSpace
}

/** Gives how many entries are invalid for nothing else. Looks at every block of the query. */
export async function markClashes(
  { table, space, from, to, perCell }: ClashQuery,
  cells: Uint8Array,
  run?: Run,
): Promise<number> {
  const { geometry, count } = table.bat
  const isKnown = invalidByItself(table)
  const isClash = clashing(table, space)
  const end = Math.min(to, geometry.payloadBlocks)
  const stop = end > from ? Math.min(count, blockIndex(geometry, end - 1) + 1) : 0
  let clashes = 0
  for (let first = blockIndex(geometry, from); first < stop; first += WINDOW) {
    run?.signal?.throwIfAborted()
    const view = await readWindow(table, first, Math.min(WINDOW, stop - first))
    for (let at = 0; at < view.byteLength; at += BAT_ENTRY_SIZE) {
      const index = first + at / BAT_ENTRY_SIZE
      const [low, high] = [view.getUint32(at, true), view.getUint32(at + 4, true)]
      if (!isClash(index, low, high) || batIndexKind(geometry, index) !== 'payload') continue
      if (!isKnown(index, low, high)) clashes++
      const cell = Math.floor((blockOfIndex(geometry, index) - from) / perCell)
      cells[cell] = (cells[cell] ?? 0) | INVALID
    }
  }
  return clashes
}
