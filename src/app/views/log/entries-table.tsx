/** Every entry of the log, by windows, in the order and with the statuses that are asked for. */
import { formatBytes, formatCount, formatHex } from '../../../engine/bytes/format.ts'
import type { EntryStatus, LogEntry } from '../../../engine/log/log.ts'
import type { EntryQuery } from '../../../worker/protocol/log.ts'
import { entryReason } from '../../shared/log/entry-words.ts'
import { SlotSwatch } from '../../shared/ring/slot-swatch.tsx'
import { SLOT_NAMES } from '../../shared/ring/slot-words.ts'
import { usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { columnHelper } from '../../table/table-model.ts'
import { useWindowQuery } from '../../table/use-window-query.ts'

const PAGE_SIZE = 64
const NO_ROWS: readonly LogEntry[] = []

const helper = columnHelper<LogEntry>()
const columns = helper.columns([
  helper.accessor('position', {
    header: 'Position',
    cell: ({ getValue }) => `log+${formatHex(getValue(), 6)}`,
    meta: { numeric: true },
  }),
  helper.accessor(({ header }) => header.sequenceNumber, {
    id: 'sequence-number',
    header: 'Sequence number',
    cell: ({ getValue }) => getValue().toString(),
    meta: { numeric: true },
  }),
  helper.accessor('status', {
    header: 'Status',
    enableSorting: false,
    cell: ({ getValue }) => (
      <span className="line tight">
        <SlotSwatch kind={getValue()} />
        {SLOT_NAMES[getValue()]}
      </span>
    ),
  }),
  helper.accessor('length', {
    header: 'Size',
    enableSorting: false,
    cell: ({ getValue }) => formatBytes(getValue()),
    meta: { numeric: true },
  }),
  helper.accessor(({ header }) => header.descriptorCount, {
    id: 'descriptors',
    header: 'Descriptors',
    cell: ({ getValue }) => formatCount(getValue()),
    meta: { numeric: true },
  }),
  helper.accessor(({ header }) => header.tail, {
    id: 'tail',
    header: 'Tail',
    enableSorting: false,
    cell: ({ getValue }) => `log+${formatHex(getValue(), 6)}`,
    meta: { numeric: true },
  }),
  helper.accessor(entryReason, {
    id: 'reason',
    header: 'Why',
    enableSorting: false,
    meta: { wide: true },
  }),
])

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
  const query = useWindowQuery(statuses.join(), 'position')
  const { data, params, loading, error } = usePage('log.entries', {
    start: query.start,
    count: PAGE_SIZE,
    statuses: statuses.length > 0 ? statuses : undefined,
    sort: SORTS.find((id) => id === query.sort.id),
    descending: query.sort.descending,
  })
  return (
    <>
      {error && <p role="alert">{error.message}</p>}
      <WindowTable
        label="Log entries"
        columns={columns}
        rows={data?.rows ?? NO_ROWS}
        {...query}
        start={params?.start ?? query.start}
        total={data?.total ?? 0}
        pageSize={PAGE_SIZE}
        loading={loading}
        empty={
          statuses.length > 0
            ? 'No entry has this status.'
            : 'Nothing in the log looks like an entry.'
        }
        isSelected={(entry) => entry.position === position}
        onSelect={(entry) => onSelect(entry.position)}
      />
    </>
  )
}
