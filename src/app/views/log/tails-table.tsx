/** The values that the current tail takes in the search, and what came of each. */

import { useState } from 'react'
import { formatCount, plural } from '../../../engine/bytes/format.ts'
import type { Guid } from '../../../engine/bytes/guid.ts'
import { logPosition } from '../../../engine/format/log-words.ts'
import type { TraceTailRow } from '../../../engine/history/trace-rows.ts'
import { usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { showing } from '../../table/table-model.ts'

const PAGE_SIZE = 64

const REFUSALS = {
  'log-guid': 'Rejected: the entry there carries another LogGuid',
  invalid: 'Rejected: the entry there does not verify',
} as const

function verdictText({ verdict, refused }: TraceTailRow): string {
  switch (verdict) {
    case 'empty':
      return refused ? REFUSALS[refused] : 'No entry begins there'
    case 'incomplete':
      return 'Rejected: the Tail of its head is none of its entries'
    case 'older':
      return 'Rejected: its number is not greater than the candidate’s'
    case 'candidate':
      return 'Becomes the candidate'
  }
}

const column = showing<TraceTailRow>()
const columns = [
  column(
    'Current tail',
    ({ position, sectors }) =>
      `${logPosition(position, 6)}${sectors > 1 ? ` and ${plural(sectors - 1, 'sector')} more` : ''}`,
    'numeric',
  ),
  column('Entries of the sequence', ({ count }) => formatCount(count), 'numeric'),
  column('Number of its head', ({ last }) => last?.toString() ?? '–', 'numeric'),
  column('From step', ({ firstStep }) => formatCount(firstStep + 1), 'numeric'),
  column('What comes of it', verdictText, 'wide'),
]

interface TailsTableProps {
  readonly guid: Guid | undefined
  /** Among all tails. */
  readonly chosen: number | undefined
  readonly onChoose: (row: TraceTailRow) => void
}

export function TailsTable({ guid, chosen, onChoose }: TailsTableProps) {
  const turned = (chosen ?? 0) - ((chosen ?? 0) % PAGE_SIZE)
  const [window, setWindow] = useState({ turned, start: turned })
  // The window goes along with the step, until somebody pages through the table.
  const start = window.turned === turned ? window.start : turned
  const page = usePage('history.tails', { guid, start, count: PAGE_SIZE })
  return (
    <WindowTable
      label="Tails of the search"
      columns={columns}
      page={page}
      start={start}
      pageSize={PAGE_SIZE}
      onWindow={(next) => setWindow({ turned, start: next })}
      empty="Nothing is tried."
      isSelected={({ index }) => index === chosen}
      onSelect={onChoose}
    />
  )
}
