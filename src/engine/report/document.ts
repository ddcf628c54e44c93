/** A report as a document: blocks of text that Markdown, HTML and the screen render each in its way. */

/**
 * A piece of text. `data` is set in the font of the data; what comes out of a file has its invisible
 * characters spelt out already, but may still be of any script and say anything.
 */
export type Cell = string | { readonly data: string }

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Cell[] }
  | { readonly kind: 'facts'; readonly rows: readonly Fact[] }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: readonly string[]
      readonly rows: readonly (readonly Cell[])[]
    }
  /** A dump of bytes: offset, hex digits, characters. */
  | { readonly kind: 'dump'; readonly lines: readonly string[] }

export interface Fact {
  readonly label: string
  readonly value: Cell
}

export const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text })
export const text = (words: string): Block => ({ kind: 'text', text: words })
export const facts = (rows: readonly (readonly [string, Cell] | undefined)[]): Block => ({
  kind: 'facts',
  rows: rows.flatMap((row) => (row ? [{ label: row[0], value: row[1] }] : [])),
})
/** How a cell is kept in one piece: data that fit a line of any paper are never broken, nor are words. */
export function breaksOf(cell: Cell): 'never' | 'words' | 'anywhere' {
  const text = typeof cell === 'string' ? cell : cell.data
  if (/\S{41}/.test(text)) return 'anywhere'
  return typeof cell === 'string' || text.length > 40 ? 'words' : 'never'
}

export const data = (value: string | number | bigint): Cell => ({ data: String(value) })

/** How many rows of one table a document has; the JSON has all. */
export const MAX_ROWS = 500

/** A table, and how many rows of it are left out. */
export function table<Row>(
  caption: string,
  columns: readonly string[],
  rows: readonly Row[],
  cells: (row: Row) => readonly Cell[],
): readonly Block[] {
  if (rows.length === 0) return []
  const left = rows.length - MAX_ROWS
  return [
    { kind: 'table', caption, columns, rows: rows.slice(0, MAX_ROWS).map(cells) },
    ...(left > 0 ? [text(`${left} more rows are in the report as JSON.`)] : []),
  ]
}
