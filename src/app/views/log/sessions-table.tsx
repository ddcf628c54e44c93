/** The sessions of the log as a table, the earliest first. */

import { formatCount } from '../../../engine/bytes/format.ts'
import { numberRange } from '../../../engine/format/log-words.ts'
import type { SessionRow } from '../../../engine/history/session-rows.ts'
import type { PageResult } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { columnHelper } from '../../table/table-model.ts'
import { CertaintyMark } from './certainty.tsx'

export const SESSIONS_PAGE = 64

export const numbersText = ({ numbers }: Pick<SessionRow, 'numbers'>): string =>
  numbers ? numberRange(numbers.first, numbers.last) : 'none that verifies'

const helper = columnHelper<SessionRow>()
const columns = helper.columns([
  helper.accessor(({ index }) => index + 1, {
    id: 'index',
    header: '#',
    enableSorting: false,
    meta: { numeric: true },
  }),
  helper.accessor('guid', {
    header: 'LogGuid',
    enableSorting: false,
    cell: ({ row }) => (
      <span className="data">
        {row.original.guid}
        {row.original.current && ' (current)'}
      </span>
    ),
  }),
  helper.accessor(
    ({ entries, unverified }) =>
      unverified > 0
        ? `${formatCount(entries)} + ${formatCount(unverified)} invalid`
        : formatCount(entries),
    { id: 'entries', header: 'Entries', enableSorting: false, meta: { numeric: true } },
  ),
  helper.accessor(numbersText, {
    id: 'numbers',
    header: 'Sequence numbers',
    enableSorting: false,
    meta: { numeric: true },
  }),
  helper.accessor('certainty', {
    header: 'Than the one above',
    enableSorting: false,
    cell: ({ getValue }) => {
      const certainty = getValue()
      return certainty ? <CertaintyMark certainty={certainty} /> : '–'
    },
  }),
  helper.accessor(
    ({ why, contradicted }) => (contradicted ? `Contradicted. ${why ?? ''}` : (why ?? '')),
    {
      id: 'why',
      header: 'Why',
      enableSorting: false,
      meta: { wide: true },
    },
  ),
])

interface SessionsTableProps {
  readonly page: PageResult<'history.sessions'>
  readonly start: number
  readonly chosen: number | undefined
  readonly onChoose: (index: number) => void
  readonly onWindow: (start: number) => void
}

export function SessionsTable({ chosen, onChoose, ...window }: SessionsTableProps) {
  return (
    <WindowTable
      label="Sessions of the log"
      columns={columns}
      {...window}
      pageSize={SESSIONS_PAGE}
      empty="No entry is left."
      isSelected={({ index }) => index === chosen}
      onSelect={({ index }) => onChoose(index)}
    />
  )
}
