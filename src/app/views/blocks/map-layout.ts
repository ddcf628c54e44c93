/** How the blocks of a map are laid out in rows of square cells, and how a cursor moves over them. */

export interface MapLayout {
  readonly blocks: number
  readonly perCell: number
  readonly cells: number
  /** Pixels of the device, along each side. */
  readonly size: number
  readonly columns: number
  readonly rows: number
}

interface Room {
  /** Pixels of the device. */
  readonly width: number
  readonly height: number
  /** The least and the most pixels of a cell's side. */
  readonly least: number
  readonly most: number
}

/**
 * The largest cells that have room; where not even the least have, twice as many blocks in each, and
 * so on: a power of two, which changes seldom when the window does.
 */
export function layoutMap(blocks: number, { width, height, least, most }: Room): MapLayout {
  for (let perCell = 1; ; perCell *= 2) {
    const cells = Math.ceil(blocks / perCell)
    for (let size = most; size >= least; size--) {
      const columns = Math.max(1, Math.floor(width / size))
      const rows = Math.ceil(cells / columns)
      if (rows * size <= height || cells <= 1) {
        return { blocks, perCell, cells, size, columns: Math.min(columns, cells), rows }
      }
    }
  }
}

/** Rows that a page key moves by. */
const PAGE_ROWS = 10

/** The block of a disk of so many that a key leads to; `undefined` for a key that does not move the cursor. */
export function moveBlock(
  block: number,
  key: string,
  { columns, perCell }: MapLayout,
  blocks: number,
): number | undefined {
  const by = (cells: number) => {
    const next = (Math.floor(block / perCell) + cells) * perCell
    return Math.min(Math.max(next, 0), blocks - 1)
  }
  switch (key) {
    case 'ArrowRight':
      return by(1)
    case 'ArrowLeft':
      return by(-1)
    case 'ArrowDown':
      return by(columns)
    case 'ArrowUp':
      return by(-columns)
    case 'PageDown':
      return by(PAGE_ROWS * columns)
    case 'PageUp':
      return by(-PAGE_ROWS * columns)
    case 'Home':
      return 0
    case 'End':
      return blocks - 1
    default:
      return undefined
  }
}

/** The cell at a place of the picture, in pixels of the device; the nearest one outside of it. */
export function cellAt(x: number, y: number, { size, columns, rows, cells }: MapLayout): number {
  const column = Math.min(Math.max(Math.floor(x / size), 0), columns - 1)
  const row = Math.min(Math.max(Math.floor(y / size), 0), rows - 1)
  return Math.min(row * columns + column, cells - 1)
}
