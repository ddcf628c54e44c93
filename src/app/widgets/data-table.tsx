/**
 * Tables: `WindowTable` shows windows of rows that the worker sorts and filters, `ListTable` does both
 * itself with a short list. The only owner of @tanstack/react-table.
 */
import { type RowData, useTable } from '@tanstack/react-table'
import { useEffect, useRef, useState } from 'react'
import { Pager } from './pager.tsx'
import { TableGrid } from './table-grid.tsx'
import { type Columns, compareValues, features, type Sort } from './table-model.ts'

interface TableProps<Row extends RowData> {
  /** Names the table for those who hear it. */
  readonly label: string
  readonly columns: Columns<Row>
  readonly rows: readonly Row[]
  /** The sentence in place of rows where there are none. */
  readonly empty: string
  readonly isSelected?: ((row: Row) => boolean) | undefined
  /** Enter, Space or a click on a row. */
  readonly onSelect?: ((row: Row) => void) | undefined
}

interface WindowTableProps<Row extends RowData> extends TableProps<Row> {
  /** Which of all rows `rows[0]` is. */
  readonly start: number
  readonly total: number
  readonly pageSize: number
  readonly loading: boolean
  readonly sort?: Sort | undefined
  readonly onSort?: ((sort: Sort) => void) | undefined
  readonly onWindow: (start: number) => void
}

export function WindowTable<Row extends RowData>({
  label,
  columns,
  rows,
  empty,
  isSelected,
  onSelect,
  start,
  total,
  pageSize,
  loading,
  sort,
  onSort,
  onWindow,
}: WindowTableProps<Row>) {
  const table = useTable<typeof features, Row>({
    features,
    columns,
    data: rows,
    manualSorting: true,
    manualFiltering: true,
    enableSorting: onSort !== undefined,
  })
  // Fewer rows match than before, and the window is past their end: show the last page.
  useEffect(() => {
    if (!loading && rows.length === 0 && start > 0) onWindow(0)
  }, [loading, rows.length, start, onWindow])

  return (
    <TableGrid
      table={table}
      label={label}
      start={start}
      total={total}
      pageSize={pageSize}
      busy={loading}
      empty={empty}
      sort={sort}
      onSort={onSort}
      onWindow={onWindow}
      isSelected={isSelected}
      onSelect={onSelect}
    >
      <Pager
        label={label}
        start={start}
        shown={rows.length}
        total={total}
        pageSize={pageSize}
        onWindow={onWindow}
      />
    </TableGrid>
  )
}

interface ListTableProps<Row extends RowData> extends TableProps<Row> {
  /** Only rows of which some column's value contains this text, in any case. */
  readonly filter?: string | undefined
  /** How it is sorted before anybody asks for another order. */
  readonly initialSort?: Sort | undefined
}

const LIST_PAGE = 200

export function ListTable<Row extends RowData>({
  label,
  columns,
  rows,
  empty,
  isSelected,
  onSelect,
  filter = '',
  initialSort,
}: ListTableProps<Row>) {
  const [sort, setSort] = useState(initialSort)
  const [start, setStart] = useState(0)
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
      table={table}
      slice={LIST_PAGE}
      label={label}
      start={first}
      total={total}
      pageSize={LIST_PAGE}
      busy={false}
      empty={empty}
      sort={sort}
      onSort={setSort}
      onWindow={setStart}
      isSelected={isSelected}
      onSelect={onSelect}
    >
      <Pager
        label={label}
        start={first}
        shown={Math.min(LIST_PAGE, total - first)}
        total={total}
        pageSize={LIST_PAGE}
        onWindow={setStart}
      />
    </TableGrid>
  )
}
