/** The markup of a table: an ARIA grid with one tab stop, fixed-height rows and a head that stays. */
import { FlexRender, type RowData, type Row as TableRow } from '@tanstack/react-table'
import { type FocusEvent, type KeyboardEvent, type MouseEvent, memo } from 'react'
import { useKeptScroll } from '../ui/kept-state.ts'
import styles from './data-table.module.css'
import { Pager } from './pager.tsx'
import { type Features, nextSort, type Sort, type Table } from './table-model.ts'
import { useGridCursor } from './use-grid-cursor.ts'

/** Rows that are chosen from. */
export interface Selectable<Row extends RowData> {
  /** Names the table for those who hear it. */
  readonly label: string
  /** The sentence in place of rows where there are none. */
  readonly empty: string
  readonly isSelected?: ((row: Row) => boolean) | undefined
  /** Enter, Space or a click on a row. */
  readonly onSelect?: ((row: Row) => void) | undefined
  /** Enter or a double click, where that is more than to choose it. */
  readonly onOpen?: ((row: Row) => void) | undefined
  /** Shift+Space, or a click with Ctrl or Command: one more of several that are chosen. */
  readonly onMark?: ((row: Row) => void) | undefined
}

/** Which of all rows are shown, in which order, and how others are asked for. */
export interface RowsShown {
  readonly start: number
  readonly total: number
  readonly pageSize: number
  readonly sort?: Sort | undefined
  readonly onSort?: ((sort: Sort) => void) | undefined
  readonly onWindow: (start: number) => void
}

interface TableGridProps<Row extends RowData> extends Selectable<Row>, RowsShown {
  readonly table: Table<Row>
  /** Shows only a page of rows from `start`, of a table that holds all of them. */
  readonly sliced?: boolean
  readonly busy: boolean
}

const ariaSort = (sort: Sort | undefined, id: string) => {
  if (sort?.id !== id) return 'none'
  return sort.descending ? 'descending' : 'ascending'
}

/** The cell an event happened in, from its place in the markup. */
function cellOf(target: EventTarget): { row: number; column: number } | undefined {
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null
  const [row, column] = place?.dataset.cell?.split(':').map(Number) ?? []
  return row === undefined || column === undefined ? undefined : { row, column }
}

interface GridRowProps<Row extends RowData> {
  readonly row: TableRow<Features, Row>
  /** Among all rows. */
  readonly place: number
  /** The column of the tab stop, if it is in this row. */
  readonly stop: number | undefined
  readonly selected: boolean | undefined
  readonly selectable: boolean
}

function PlainRow<Row extends RowData>(props: GridRowProps<Row>) {
  const { row, place, stop, selected, selectable } = props
  return (
    <tr
      aria-rowindex={place + 2}
      aria-selected={selected}
      data-selectable={selectable || undefined}
    >
      {row.getAllCells().map((cell, column) => (
        <td
          key={cell.column.id}
          tabIndex={stop === column ? 0 : -1}
          data-cell={`${place}:${column}`}
          data-numeric={cell.column.columnDef.meta?.numeric}
        >
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  )
}

/** Moving the cursor renders two rows, not the whole window. */
const GridRow = memo(PlainRow) as typeof PlainRow

export function TableGrid<Row extends RowData>(props: TableGridProps<Row>) {
  const { table, sliced, label, start, total, pageSize, busy, sort, onSort, onWindow } = props
  const { isSelected, onSelect, onOpen, onMark } = props
  const all = table.getRowModel().rows
  const rows = sliced ? all.slice(start, start + pageSize) : all
  const headers = table.getHeaderGroups()[0]?.headers ?? []
  const { ref, stop, place, move } = useGridCursor({
    start,
    shown: rows.length,
    total,
    columns: headers.length,
    pageSize,
    onWindow,
  })
  useKeptScroll(`${label}: scroll`, ref, rows.length > 0)
  const tabIndex = (row: number, column: number) =>
    stop.row === row && stop.column === column ? 0 : -1

  const act = (row: number, column: number, use = onSelect) => {
    const header = row < 0 ? headers[column] : undefined
    if (header?.column.getCanSort()) onSort?.(nextSort(sort, header.column.id))
    const found = row < 0 ? undefined : rows[row - start]
    if (found) use?.(found.original)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const activates = event.key === 'Enter' || event.key === ' '
    if (!activates || event.ctrlKey || event.altKey) {
      move(event)
      return
    }
    event.preventDefault()
    const isMark = event.key === ' ' && event.shiftKey && onMark
    act(stop.row, stop.column, isMark || (event.key === 'Enter' ? (onOpen ?? onSelect) : onSelect))
  }
  const onClick = ({ target, ctrlKey, metaKey }: MouseEvent) => {
    const cell = cellOf(target)
    if (!cell) return
    place(cell)
    act(cell.row, cell.column, (ctrlKey || metaKey) && onMark ? onMark : onSelect)
  }
  // Wherever the focus is put from outside, the cursor goes on from there.
  const onFocus = ({ target }: FocusEvent) => {
    const cell = cellOf(target)
    if (cell && (cell.row !== stop.row || cell.column !== stop.column)) place(cell)
  }
  const onDoubleClick = ({ target }: MouseEvent) => {
    const cell = cellOf(target)
    const found = cell && rows[cell.row - start]
    if (found) onOpen?.(found.original)
  }

  return (
    <div className="column">
      <div
        className={`frame ${styles.scroll}`}
        ref={ref}
        aria-busy={busy}
        data-busy={busy || undefined}
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern on a native table
          role="grid"
          aria-label={label}
          aria-rowcount={total + 1}
          aria-multiselectable={onMark ? true : undefined}
          className={styles.table}
          onKeyDown={onKeyDown}
          onFocus={onFocus}
          onClick={onClick}
          onDoubleClick={onDoubleClick}
        >
          <thead>
            <tr aria-rowindex={1}>
              {headers.map(({ id, column }, index) => (
                <th
                  key={id}
                  scope="col"
                  tabIndex={tabIndex(-1, index)}
                  data-cell={`-1:${index}`}
                  data-numeric={column.columnDef.meta?.numeric}
                  data-wide={column.columnDef.meta?.wide}
                  data-sortable={column.getCanSort() || undefined}
                  aria-sort={column.getCanSort() ? ariaSort(sort, id) : undefined}
                >
                  {String(column.columnDef.header)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <GridRow
                // By place, so that the focused cell stays when other rows come into the window.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                key={index}
                row={row}
                place={start + index}
                stop={stop.row === start + index ? stop.column : undefined}
                selected={isSelected?.(row.original)}
                selectable={onSelect !== undefined}
              />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className={styles.empty}>{busy ? 'Reading…' : props.empty}</p>}
      </div>
      <Pager
        label={label}
        start={start}
        shown={rows.length}
        total={total}
        pageSize={pageSize}
        onWindow={onWindow}
      />
    </div>
  )
}
