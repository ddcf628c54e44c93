/** The caret of the hex view: which byte it is on, what it has selected, where a key takes it. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'

export interface Caret {
  /** Offset of the byte that the focus is on. */
  readonly at: number
  /** Where the selection began; equal to `at` for one byte. */
  readonly anchor: number
}

export interface HexShape {
  /** Of the file. */
  readonly size: number
  readonly bytesPerRow: number
  /** Rows that fit into the view. */
  readonly rows: number
  /** What the caret is in, where that is known. */
  readonly structure: ByteRange | undefined
}

export const caretRange = ({ at, anchor }: Caret): ByteRange => ({
  offset: Math.min(at, anchor),
  length: Math.abs(at - anchor) + 1,
})

/** A caret on the first byte of a range, which it has selected. */
export const caretOn = ({ offset, length }: ByteRange): Caret => ({
  at: offset,
  anchor: offset + Math.max(length, 1) - 1,
})

const rowStart = (offset: number, bytesPerRow: number): number => offset - (offset % bytesPerRow)

/** The offset that a key leads to; `undefined` for a key that does not move. */
export function moveOffset(
  at: number,
  key: string,
  ctrl: boolean,
  { size, bytesPerRow, rows, structure }: HexShape,
): number | undefined {
  const to = (offset: number) => Math.min(Math.max(offset, 0), size - 1)
  const first = structure?.offset ?? 0
  const last = structure ? to(structure.offset + structure.length - 1) : size - 1
  switch (key) {
    case 'ArrowLeft':
      return to(at - 1)
    case 'ArrowRight':
      return to(at + 1)
    case 'ArrowUp':
      return at < bytesPerRow ? at : at - bytesPerRow
    case 'ArrowDown':
      return at + bytesPerRow < size ? at + bytesPerRow : at
    case 'PageUp':
      return to(Math.max(at - rows * bytesPerRow, at % bytesPerRow))
    case 'PageDown':
      return to(at + rows * bytesPerRow)
    case 'Home':
      // The structure first; from its start on, the file.
      if (ctrl) return at === first ? 0 : first
      return rowStart(at, bytesPerRow)
    case 'End':
      if (ctrl) return at === last ? size - 1 : last
      return to(rowStart(at, bytesPerRow) + bytesPerRow - 1)
    default:
      return undefined
  }
}

/** The top of the view, moved as little as it takes to show `at`. */
export function revealOffset(top: number, at: number, { bytesPerRow, rows }: HexShape): number {
  const row = rowStart(at, bytesPerRow)
  if (row < top) return row
  const lastShown = top + (rows - 1) * bytesPerRow
  return row > lastShown ? row - (rows - 1) * bytesPerRow : top
}

/** The lowest top of the view: with it the last rows of the file fill the view. */
export function lowestTop({ size, bytesPerRow, rows }: HexShape): number {
  const lastRow = rowStart(Math.max(size - 1, 0), bytesPerRow)
  return Math.max(0, lastRow - (rows - 1) * bytesPerRow)
}

/** The top of the view after scrolling by rows. */
export const scrollTop = (top: number, by: number, shape: HexShape): number =>
  Math.min(Math.max(rowStart(top, shape.bytesPerRow) + by * shape.bytesPerRow, 0), lowestTop(shape))

/** How far down a scroll bar is, from 0 to 1. */
export const barStart = (top: number, shape: HexShape): number =>
  top === 0 ? 0 : Math.min(top / lowestTop(shape), 1)

/** The top of the view for a scroll bar that was moved so far down; its ends are those of the file. */
export const startAtBar = (share: number, shape: HexShape): number =>
  scrollTop(Math.round(Math.min(Math.max(share, 0), 1) * lowestTop(shape)), 0, shape)

/** Shows a place that was jumped to with some rows before it. */
export const jumpTop = (at: number, shape: HexShape): number =>
  scrollTop(at, -Math.min(3, Math.floor(shape.rows / 4)), shape)
