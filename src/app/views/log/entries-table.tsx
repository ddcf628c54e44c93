/** Every entry of the log, by windows, in the order and with the statuses that are asked for. */

import { formatBytes, formatCount } from '../../../engine/bytes/format.ts'
import { logPosition } from '../../../engine/format/log-words.ts'
import type { EntryStatus, LogEntry } from '../../../engine/log/log.ts'
import { NO_ENTRY } from '../../../engine/log/status-words.ts'
import type { EntryQuery } from '../../../worker/protocol/log.ts'
import { entryReason } from '../../shared/log/entry-words.ts'
import { SlotName } from '../../shared/ring/slot-swatch.tsx'
import { usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { columnHelper, showing } from '../../table/table-model.ts'
import { useWindowQuery } from '../../table/use-window-query.ts'

const PAGE_SIZE = 64

const helper = columnHelper<LogEntry>()
const column = showing<LogEntry>()
const columns = [
  helper.accessor('position', {
    header: 'Position',
    cell: ({ getValue }) => logPosition(getValue(), 6),
    meta: { numeric: true },
  }),
  helper.accessor(({ header }) => header.sequenceNumber, {
    id: 'sequence-number',
    header: 'Sequence number',
    cell: ({ getValue }) => getValue().toString(),
    meta: { numeric: true },
  }),
  column('Status', ({ status }) => <SlotName kind={status} />),
  column('Size', ({ length }) => formatBytes(length), 'numeric'),
  helper.accessor(({ header }) => header.descriptorCount, {
    id: 'descriptors',
    header: 'Descriptors',
    cell: ({ getValue }) => formatCount(getValue()),
    meta: { numeric: true },
  }),
  column('Tail', ({ header }) => logPosition(header.tail, 6), 'numeric'),
  column('Why', entryReason, 'wide'),
]

const SORTS: readonly NonNullable<EntryQuery['sort']>[] = [
  'position',
  'sequence-number',
  'descriptors',
]

interface EntriesTableProps {
  readonly statuses: readonly EntryStatus[]
  readonly position: number | undefined
  readonly onSelect: (position: number) => void
}

export function EntriesTable({ statuses, position, onSelect }: EntriesTableProps) {
  const query = useWindowQuery(statuses.join(), 'position', 'log entries')
  const page = usePage('log.entries', {
    start: query.start,
    count: PAGE_SIZE,
    statuses: statuses.length > 0 ? statuses : undefined,
    sort: SORTS.find((id) => id === query.sort.id),
    descending: query.sort.descending,
  })
  return (
    <WindowTable
      label="Log entries"
      columns={columns}
      {...query}
      page={page}
      pageSize={PAGE_SIZE}
      empty={statuses.length > 0 ? 'No entry has this status.' : NO_ENTRY}
      isSelected={(entry) => entry.position === position}
      onSelect={(entry) => onSelect(entry.position)}
    />
  )
}
