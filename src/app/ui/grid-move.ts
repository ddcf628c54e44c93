/** Where the cursor of a grid goes for a key, as the ARIA Authoring Practices have it for grids. */

/** `row` counts from 0 over all rows, those on other pages included; -1 is the header. */
export interface Cell {
  readonly row: number
  readonly column: number
}

export interface GridShape {
  /** All rows, those on other pages included. */
  readonly total: number
  readonly columns: number
  /** How many rows PageUp and PageDown move. */
  readonly screen: number
}

const HEADER = -1

const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high)

/** `undefined` for a key that does not move. */
export function moveCell(
  { row, column }: Cell,
  key: string,
  ctrl: boolean,
  { total, columns, screen }: GridShape,
): Cell | undefined {
  const to = (nextRow: number, nextColumn: number): Cell => ({
    row: clamp(nextRow, HEADER, total - 1),
    column: clamp(nextColumn, 0, columns - 1),
  })
  switch (key) {
    case 'ArrowDown':
      return to(row + 1, column)
    case 'ArrowUp':
      return to(row - 1, column)
    case 'ArrowLeft':
      return to(row, column - 1)
    case 'ArrowRight':
      return to(row, column + 1)
    case 'PageDown':
      return to(row + screen, column)
    case 'PageUp':
      return to(row === HEADER ? HEADER : Math.max(row - screen, 0), column)
    case 'Home':
      // From the first row on to the header: the way to sort without the mouse.
      return ctrl ? to(row > 0 ? 0 : HEADER, 0) : to(row, 0)
    case 'End':
      return ctrl ? to(total - 1, columns - 1) : to(row, columns - 1)
    default:
      return undefined
  }
}

/** The first row of the page that holds `row`. */
export const pageStart = (row: number, pageSize: number): number =>
  Math.floor(Math.max(row, 0) / pageSize) * pageSize
