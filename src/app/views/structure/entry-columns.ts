/** The columns that the entries of both tables of the format have: where something is, and how long. */
import { formatBytes, formatHex } from '../../../engine/bytes/format.ts'
import { columnHelper, type RowData } from '../../table/table-model.ts'

const numeric = { numeric: true }

export const offsetColumn = <Row extends RowData>(
  header: string,
  offsetOf: (row: Row) => number | bigint,
) =>
  columnHelper<Row>().accessor(offsetOf, {
    id: 'offset',
    header,
    meta: numeric,
    cell: ({ getValue }) => formatHex(getValue()),
  })

export const lengthColumn = <Row extends RowData>(lengthOf: (row: Row) => number) =>
  columnHelper<Row>().accessor(lengthOf, {
    id: 'length',
    header: 'Length',
    meta: numeric,
    cell: ({ getValue }) => formatBytes(getValue()),
  })
