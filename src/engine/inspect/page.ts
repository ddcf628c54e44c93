/** A table in pages: what is asked for and what comes back. */

/** Rows [start, start + count) of all rows that match. */
export interface RowWindow {
  readonly start: number
  readonly count: number
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** How many rows match in all. */
  readonly total: number
}

/** The most rows of one page; more are not given, whatever `count` says. */
export const MAX_PAGE_ROWS = 1000

/** The window as far as there are rows: whole numbers within [0, total]. */
export function clipWindow({ start, count }: RowWindow, total: number): RowWindow {
  const first = Math.min(Math.max(0, Math.floor(start)), total)
  const held = Math.min(Math.max(0, Math.floor(count)), MAX_PAGE_ROWS, total - first)
  return { start: first, count: held }
}
