/** What all sessions wrote, by place in the file, and what each place held step by step. */
import { useId, useState } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatBytes, formatCount, formatHex } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import type { PlaceStepRow, WrittenPlaceRow } from '../../../engine/history/history-pages.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import { readIndex } from '../../store/navigation/read-whole.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { columnHelper } from '../../table/table-model.ts'
import { CertaintyMark } from './certainty.tsx'
import styles from './log-view.module.css'
import { changeText } from './session-detail.tsx'

const PAGE_SIZE = 64
const NO_PLACES: readonly WrittenPlaceRow[] = []
const NO_STEPS: readonly PlaceStepRow[] = []

const places = columnHelper<WrittenPlaceRow>()
const placeColumns = places.columns([
  places.accessor('offset', {
    header: 'File offset',
    enableSorting: false,
    cell: ({ getValue }) => formatHex(getValue(), 8),
    meta: { numeric: true },
  }),
  places.accessor('length', {
    header: 'Size',
    enableSorting: false,
    cell: ({ getValue }) => formatBytes(getValue()),
    meta: { numeric: true },
  }),
  places.accessor('writes', {
    header: 'Writes',
    enableSorting: false,
    cell: ({ getValue }) => formatCount(getValue()),
    meta: { numeric: true },
  }),
  places.accessor('sessions', {
    header: 'Sessions',
    enableSorting: false,
    cell: ({ getValue }) => formatCount(getValue()),
    meta: { numeric: true },
  }),
  places.accessor(({ target }) => visibleText(target), {
    id: 'target',
    header: 'What it is',
    enableSorting: false,
    meta: { wide: true },
  }),
])

const STATE_NAMES = { disk: 'On disk now', 'after-replay': 'After replay' } as const

const writerText = ({ by }: PlaceStepRow): string =>
  by.kind === 'entry'
    ? `Session ${by.session + 1}, entry ${by.sequenceNumber}, descriptor ${by.descriptor}`
    : STATE_NAMES[by.kind]

const steps = columnHelper<PlaceStepRow>()
const stepColumns = steps.columns([
  steps.accessor(writerText, { id: 'by', header: 'Written by', enableSorting: false }),
  steps.accessor('certainty', {
    header: 'Than the step above',
    enableSorting: false,
    cell: ({ getValue }) => {
      const certainty = getValue()
      return certainty ? <CertaintyMark certainty={certainty} /> : '–'
    },
  }),
  steps.accessor(({ change }) => change.changedBytes, {
    id: 'bytes',
    header: 'Bytes changed',
    enableSorting: false,
    cell: ({ row }) => {
      const { changedBytes } = row.original.change
      return changedBytes === undefined ? '–' : formatCount(changedBytes)
    },
    meta: { numeric: true },
  }),
  steps.accessor(({ change, value }) => changeText(change, value), {
    id: 'change',
    header: 'What changed',
    enableSorting: false,
    meta: { wide: true },
  }),
])

const same = (a: ByteRange | undefined, b: ByteRange): boolean =>
  a?.offset === b.offset && a.length === b.length

/** More lines of a step than fit into its row. */
function StepLines({ row }: { readonly row: PlaceStepRow | undefined }) {
  if (!row || row.change.lineCount < 2) return null
  const { lines, lineCount } = row.change
  return (
    <div>
      <h3>{writerText(row)}</h3>
      <ul className={`numbers anywhere ${styles.lines}`}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text
          <li key={index}>
            <bdi>{visibleText(line)}</bdi>
          </li>
        ))}
        {lineCount > lines.length && <li>and {formatCount(lineCount - lines.length)} more</li>}
      </ul>
    </div>
  )
}

/** The first and the last whole entry of the BAT in a place; `undefined` where it is no sector of the BAT. */
function batEntriesIn(
  { offset, length }: ByteRange,
  { before, after }: Inspection,
): { readonly first: number; readonly last: number } | undefined {
  const { bat, geometry } = after ?? before
  if (!bat || !geometry || length !== LOG_SECTOR_SIZE) return undefined
  const first = Math.ceil((offset - bat.offset) / BAT_ENTRY_SIZE)
  const end = Math.floor((offset + length - bat.offset) / BAT_ENTRY_SIZE)
  const last = Math.min(end, geometry.batEntries) - 1
  return first >= 0 && last >= first && offset < bat.offset + bat.length
    ? { first, last }
    : undefined
}

function PlaceSteps({
  place,
  onSelect,
}: {
  readonly place: WrittenPlaceRow
  readonly onSelect: (position: number) => void
}) {
  const { inspection } = useOpenFile()
  const id = useId()
  const [start, setStart] = useState(0)
  const [chosen, setChosen] = useState<number>()
  const [typed, setTyped] = useState('')
  const entries = batEntriesIn(place, inspection)
  const wanted = readIndex(typed, entries ? entries.last + 1 : 0, '')
  const within = entries && wanted.ok && wanted.index >= entries.first ? wanted.index : undefined
  const range = {
    offset: place.offset,
    length: place.length,
    batEntry: within,
  }
  const { data, params, loading, error } = usePage('history.steps', {
    ...range,
    start,
    count: PAGE_SIZE,
  })
  const rows = data?.rows ?? NO_STEPS
  const shown = params?.start ?? start
  return (
    <>
      <h3>
        {visibleText(place.target)}{' '}
        <span className="aside">
          at <span className="data">{formatHex(place.offset)}</span>, from step to step
        </span>
      </h3>
      {entries && (
        <p className={`row muted ${styles.only}`}>
          <label htmlFor={id}>Only the entry of the BAT</label>
          <input
            id={id}
            inputMode="numeric"
            placeholder={`${entries.first} to ${entries.last}`}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          {typed !== '' && within === undefined && (
            <span>
              A whole number from {entries.first} to {entries.last}.
            </span>
          )}
        </p>
      )}
      {error && <p role="alert">{error.message}</p>}
      <WindowTable
        label="What the place held, step by step"
        columns={stepColumns}
        rows={rows}
        start={shown}
        total={data?.total ?? 0}
        pageSize={PAGE_SIZE}
        loading={loading}
        onWindow={setStart}
        empty="Nothing was written there."
        isSelected={(row) => rows.indexOf(row) + shown === chosen}
        onSelect={(row) => {
          setChosen(rows.indexOf(row) + shown)
          if (row.by.kind === 'entry') onSelect(row.by.position)
        }}
      />
      <StepLines row={chosen === undefined ? undefined : rows[chosen - shown]} />
    </>
  )
}

export function WrittenPanel({ onSelect }: { readonly onSelect: (position: number) => void }) {
  const [start, setStart] = useState(0)
  const [place, setPlace] = useState<ByteRange>()
  const { data, params, loading, error } = usePage('history.places', { start, count: PAGE_SIZE })
  const rows = data?.rows ?? NO_PLACES
  // Until somebody chooses one, the place that was written most often.
  const most = Math.max(0, ...rows.map(({ writes }) => writes))
  const chosen = rows.find((row) => same(place, row)) ?? rows.find(({ writes }) => writes === most)
  return (
    <section className="panel" aria-labelledby="written">
      <h2 id="written">What was written where</h2>
      {error && <p role="alert">{error.message}</p>}
      {data?.complete === false && (
        <p>There are more writes than are looked at: these are the earliest 262,144.</p>
      )}
      <WindowTable
        label="Places that were written"
        columns={placeColumns}
        rows={rows}
        start={params?.start ?? start}
        total={data?.total ?? 0}
        pageSize={PAGE_SIZE}
        loading={loading}
        onWindow={setStart}
        empty="No valid entry wrote anything."
        isSelected={(row) => row === chosen}
        onSelect={({ offset, length }) => setPlace({ offset, length })}
      />
      {chosen && (
        <PlaceSteps key={`${chosen.offset}+${chosen.length}`} place={chosen} onSelect={onSelect} />
      )}
    </section>
  )
}
