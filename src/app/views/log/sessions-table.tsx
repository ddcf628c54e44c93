/** The sessions of the log as a table, the earliest first. */

import { formatCount } from '../../../engine/bytes/format.ts'
import { numberRange } from '../../../engine/format/log-words.ts'
import type { SessionRow } from '../../../engine/history/session-rows.ts'
import type { PageResult } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { showing } from '../../table/table-model.ts'
import { certaintyOf } from './certainty.tsx'

export const SESSIONS_PAGE = 64

export const numbersText = ({ numbers }: Pick<SessionRow, 'numbers'>): string =>
  numbers ? numberRange(numbers.first, numbers.last) : 'none that verifies'

const column = showing<SessionRow>()
const columns = [
  column('#', ({ index }) => index + 1, 'numeric'),
  column('LogGuid', ({ guid, current }) => (
    <span className="data">
      {guid}
      {current && ' (current)'}
    </span>
  )),
  column(
    'Entries',
    ({ entries, unverified }) =>
      unverified > 0
        ? `${formatCount(entries)} + ${formatCount(unverified)} invalid`
        : formatCount(entries),
    'numeric',
  ),
  column('Sequence numbers', numbersText, 'numeric'),
  column('Than the one above', certaintyOf),
  column(
    'Why',
    ({ why = '', contradicted }) => (contradicted ? `Contradicted. ${why}` : why),
    'wide',
  ),
]

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
