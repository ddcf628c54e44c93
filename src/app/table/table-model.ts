/** What every table of the app can do, for @tanstack/react-table: sort, filter by text, number columns. */
import {
  type ColumnDef,
  columnFilteringFeature,
  createColumnHelper,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  metaHelper,
  type ReactTable,
  type RowData,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table'
import type { ReactNode } from 'react'

export type { RowData }

interface ColumnMeta {
  /** Right-aligned, in the data font. */
  readonly numeric?: boolean
  /** Takes the room that is left. */
  readonly wide?: boolean
}

export const features = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  columnMeta: metaHelper<ColumnMeta>(),
})
export type Features = typeof features

export const columnHelper = <Row extends RowData>() => createColumnHelper<Features, Row>()

/** Makes columns that only show something, as in a table that nobody or the worker sorts. */
export const showing =
  <Row extends RowData>() =>
  (header: string, cell: (row: Row) => ReactNode, kind?: keyof ColumnMeta) =>
    columnHelper<Row>().display({
      id: header,
      header,
      cell: ({ row }) => cell(row.original),
      meta: kind ? { [kind]: true } : {},
    })

/** What `columnHelper().columns([…])` gives: make it once, outside of the component. */
// biome-ignore lint/suspicious/noExplicitAny: columns of one table have values of different types
export type Columns<Row extends RowData> = ColumnDef<Features, Row, any>[]

export type Table<Row extends RowData> = ReactTable<Features, Row>

export interface Sort {
  /** Of the column. */
  readonly id: string
  readonly descending: boolean
}

/** The order a click on a header asks for: ascending first, then the other way round. */
export const nextSort = (sort: Sort | undefined, id: string): Sort => ({
  id,
  descending: sort?.id === id && !sort.descending,
})

type Comparable = string | number | bigint | undefined

/** Ascending; rows without a value come last. */
export function compareValues(a: Comparable, b: Comparable): number {
  if (a === b) return 0
  if (a === undefined) return 1
  if (b === undefined) return -1
  return a < b ? -1 : 1
}
