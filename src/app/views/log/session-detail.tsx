/** One session: how its place in time is known, and its entries with what each of them changed. */
import { useState } from 'react'
import { formatCount, formatHex, plural } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { MIB } from '../../../engine/format/layout.ts'
import type { SectorChange, SessionEntryRow } from '../../../engine/history/history-pages.ts'
import { changeWords, inOneLine } from '../../../engine/history/history-words.ts'
import type { SessionRow } from '../../../engine/history/session-rows.ts'
import { SlotSwatch } from '../../shared/ring/slot-swatch.tsx'
import { SLOT_NAMES } from '../../shared/ring/slot-words.ts'
import { usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { columnHelper } from '../../table/table-model.ts'
import { CertaintyMark } from './certainty.tsx'
import { numbersText } from './sessions-table.tsx'

const PAGE_SIZE = 64
const NO_ROWS: readonly SessionEntryRow[] = []

/** What changed, in a line: the first change, and how many more there are. */
export function changeText(change: SectorChange, value?: string): string {
  const text = visibleText(inOneLine(changeWords(change, value), 1))
  // Lines begin with a name as it is, what else is said with a small letter.
  return change.lines.length > 0 ? text : text.slice(0, 1).toUpperCase() + text.slice(1)
}

function entryChange({ entry, writes, change }: SessionEntryRow): string {
  if (entry.reasons.length > 0) return 'Does not verify: see it below'
  if (writes === 0) return 'Writes nothing'
  return changeText(change)
}

const MEBIBYTE = BigInt(MIB)

/** A size of the file as an entry states it, exactly: in MiB, as it has to be, or else in bytes. */
const sizeText = (size: bigint): string =>
  size % MEBIBYTE === 0n ? `${formatCount(size / MEBIBYTE)} MiB` : `${formatCount(size)} bytes`

const helper = columnHelper<SessionEntryRow>()
const columns = helper.columns([
  helper.accessor(({ entry }) => entry.header.sequenceNumber, {
    id: 'number',
    header: 'Sequence number',
    enableSorting: false,
    cell: ({ row }) => {
      const { entry, missingBefore } = row.original
      const missing =
        missingBefore > 0n ? `(${plural(missingBefore, 'number')} missing before) ` : ''
      return `${missing}${entry.header.sequenceNumber}`
    },
    meta: { numeric: true },
  }),
  helper.accessor(({ entry }) => entry.status, {
    id: 'status',
    header: 'Status',
    enableSorting: false,
    cell: ({ getValue }) => (
      <span className="line tight">
        <SlotSwatch kind={getValue()} />
        {SLOT_NAMES[getValue()]}
      </span>
    ),
  }),
  helper.accessor(entryChange, {
    id: 'change',
    header: 'What it changed there',
    enableSorting: false,
    meta: { wide: true },
  }),
  helper.accessor(({ targets, writes }) => visibleText(targets.join(', ')) || `${writes}`, {
    id: 'targets',
    header: 'Wrote to',
    enableSorting: false,
    cell: ({ row, getValue }) => (row.original.writes === 0 ? '–' : getValue()),
  }),
  helper.accessor(({ entry }) => entry.position, {
    id: 'position',
    header: 'Position',
    enableSorting: false,
    cell: ({ getValue }) => `log+${formatHex(getValue(), 6)}`,
    meta: { numeric: true },
  }),
  helper.accessor(({ entry }) => entry.header.tail, {
    id: 'tail',
    header: 'Tail',
    enableSorting: false,
    cell: ({ getValue }) => `log+${formatHex(getValue(), 6)}`,
    meta: { numeric: true },
  }),
  helper.accessor(({ entry }) => sizeText(entry.header.flushedFileOffset), {
    id: 'flushed',
    header: 'Flushed',
    enableSorting: false,
    meta: { numeric: true },
  }),
  helper.accessor(({ entry }) => sizeText(entry.header.lastFileOffset), {
    id: 'last',
    header: 'Last',
    enableSorting: false,
    meta: { numeric: true },
  }),
])

function numbersSentence(session: SessionRow): string {
  const { entries, missing } = session
  if (entries === 1) return `Sequence number ${numbersText(session)}.`
  const gaps =
    missing > 0n ? `of which ${formatCount(missing)} have no valid entry any more` : 'without a gap'
  return `Sequence numbers ${numbersText(session)}, ${gaps}.`
}

interface SessionDetailProps {
  readonly session: SessionRow
  readonly total: number
  readonly position: number | undefined
  readonly onSelect: (position: number) => void
}

export function SessionDetail({ session, total, position, onSelect }: SessionDetailProps) {
  const { index, guid, current, certainty, why, contradicted, complete } = session
  const [window, setWindow] = useState({ session: index, start: 0 })
  const start = window.session === index ? window.start : 0
  const { data, params, loading, error } = usePage('history.sessionEntries', {
    session: index,
    start,
    count: PAGE_SIZE,
  })
  const own = params?.session === index
  return (
    <section className="panel" aria-labelledby="session">
      <h2 id="session">
        Session {index + 1} of {formatCount(total)}{' '}
        <span className="aside">
          LogGuid <span className="data">{guid}</span>
          {current && ', the current one'}
        </span>
      </h2>
      {certainty && (
        <p className="muted prose wide">
          <CertaintyMark certainty={certainty} /> {why}
        </p>
      )}
      {contradicted && (
        <p className="muted prose wide">
          What the numbers prove about it contradicts itself: its place is not known.
        </p>
      )}
      <p className="muted prose wide">
        {session.numbers
          ? `${numbersSentence(session)} The entry at the Tail of the newest one, and all between, are ${complete ? 'still there' : 'not all there any more'}.`
          : 'Nothing of it verifies; the LogGuid is what these entries say.'}
      </p>
      {error && <p role="alert">{error.message}</p>}
      <WindowTable
        label="Entries of the session"
        columns={columns}
        rows={own ? (data?.rows ?? NO_ROWS) : NO_ROWS}
        start={own ? (params?.start ?? start) : start}
        total={own ? (data?.total ?? 0) : 0}
        pageSize={PAGE_SIZE}
        loading={loading}
        onWindow={(next) => setWindow({ session: index, start: next })}
        empty="No entry is left."
        isSelected={({ entry }) => entry.position === position}
        onSelect={({ entry }) => onSelect(entry.position)}
      />
    </section>
  )
}
