/**
 * Tables: `WindowTable` shows windows of rows that the worker sorts and filters, `ListTable` does both
 * itself with a short list. The only owner of @tanstack/react-table.
 */
import { type RowData, useTable } from '@tanstack/react-table'
import { useEffect, useRef } from 'react'
import { useKeptState } from '../ui/kept-state.ts'
import { type RowsShown, type Selectable, TableGrid } from './table-grid.tsx'
import { type Columns, compareValues, features, type Sort } from './table-model.ts'

interface TableProps<Row extends RowData> extends Selectable<Row> {
  readonly columns: Columns<Row>
  readonly rows: readonly Row[]
}

/** What `usePage` gives of a call that answers with a window of rows. */
interface RowsPage<Row> {
  readonly data: { readonly rows: readonly Row[]; readonly total: number } | undefined
  readonly params: { readonly start: number } | undefined
  readonly error: { readonly message: string } | undefined
  readonly loading: boolean
}

interface WindowTableProps<Row extends RowData>
  extends Omit<TableProps<Row>, 'rows'>,
    Omit<RowsShown, 'total'> {
  /** What came last, perhaps of another window than the one from `start` that is asked for. */
  readonly page: RowsPage<Row>
}

const NO_ROWS: readonly never[] = []

export function WindowTable<Row extends RowData>(props: WindowTableProps<Row>) {
  const { columns, page, ...shown } = props
  const { onSort, onWindow } = shown
  const { data, params, error, loading } = page
  const { rows, total } = data ?? { rows: NO_ROWS, total: 0 }
  const start = params?.start ?? shown.start
  const table = useTable<typeof features, Row>({
    features,
    columns,
    data: rows,
    manualSorting: true,
    manualFiltering: true,
    enableSorting: onSort !== undefined,
  })
  // Fewer rows match than before, and the window is past their end: show the first page.
  useEffect(() => {
    if (!loading && rows.length === 0 && start > 0) onWindow(0)
  }, [loading, rows.length, start, onWindow])

  return (
    <>
      {error && <p role="alert">{error.message}</p>}
      <TableGrid {...shown} start={start} total={total} table={table} busy={loading} />
    </>
  )
}

interface ListTableProps<Row extends RowData> extends TableProps<Row> {
  /** Only rows of which some column's value contains this text, in any case. */
  readonly filter?: string | undefined
  /** How it is sorted before anybody asks for another order. */
  readonly initialSort?: Sort | undefined
}

const LIST_PAGE = 200

export function ListTable<Row extends RowData>(props: ListTableProps<Row>) {
  const { columns, rows, filter = '', initialSort, ...shown } = props
  const [sort, setSort] = useKeptState(`${shown.label}: sort`, initialSort)
  const [start, setStart] = useKeptState(`${shown.label}: start`, 0)
  const table = useTable<typeof features, Row>({
    features,
    columns,
    data: rows,
    state: {
      globalFilter: filter,
      sorting: sort ? [{ id: sort.id, desc: sort.descending }] : [],
    },
    globalFilterFn: (row, columnId, text: string) =>
      String(row.getValue(columnId) ?? '')
        .toLowerCase()
        .includes(text.toLowerCase()),
    getColumnCanGlobalFilter: () => true,
    defaultColumn: {
      sortFn: (a, b, columnId) => compareValues(a.getValue(columnId), b.getValue(columnId)),
    },
  })
  const total = table.getRowModel().rows.length
  const filterRef = useRef(filter)
  if (filterRef.current !== filter) {
    filterRef.current = filter
    setStart(0)
  }
  const first = start < total ? start : 0

  return (
    <TableGrid
      {...shown}
      table={table}
      sliced
      start={first}
      total={total}
      pageSize={LIST_PAGE}
      busy={false}
      sort={sort}
      onSort={setSort}
      onWindow={setStart}
    />
  )
}
