/** What all sessions wrote, by place in the file, and what each place held step by step. */

import { useId, useState } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatBytes, formatCount, formatHex, upperFirst } from '../../../engine/bytes/format.ts'
import { sameRange } from '../../../engine/bytes/ranges.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import type { PlaceStepRow, WrittenPlaceRow } from '../../../engine/history/history-pages.ts'
import { STATE_WORDS, writerWords } from '../../../engine/history/history-words.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import { readIndex } from '../../store/navigation/read-index.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { showing } from '../../table/table-model.ts'
import { certaintyOf } from './certainty.tsx'
import styles from './log-view.module.css'
import { changeText } from './session-detail.tsx'

const PAGE_SIZE = 64
const NO_PLACES: readonly WrittenPlaceRow[] = []
const NO_STEPS: readonly PlaceStepRow[] = []

const placeColumn = showing<WrittenPlaceRow>()
const placeColumns = [
  placeColumn('File offset', ({ offset }) => formatHex(offset, 8), 'numeric'),
  placeColumn('Size', ({ length }) => formatBytes(length), 'numeric'),
  placeColumn('Writes', ({ writes }) => formatCount(writes), 'numeric'),
  placeColumn('Sessions', ({ sessions }) => formatCount(sessions), 'numeric'),
  placeColumn('What it is', ({ target }) => visibleText(target), 'wide'),
]

const writerText = ({ by }: PlaceStepRow): string =>
  upperFirst(
    by.kind === 'entry'
      ? `${writerWords(by.session, by.sequenceNumber)}, descriptor ${by.descriptor}`
      : STATE_WORDS[by.kind],
  )

const stepColumn = showing<PlaceStepRow>()
const stepColumns = [
  stepColumn('Written by', writerText),
  stepColumn('Than the step above', certaintyOf),
  stepColumn(
    'Bytes changed',
    ({ change: { changedBytes } }) =>
      changedBytes === undefined ? '–' : formatCount(changedBytes),
    'numeric',
  ),
  stepColumn('What changed', ({ change, value }) => changeText(change, value), 'wide'),
]

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
  const page = usePage('history.steps', {
    ...range,
    start,
    count: PAGE_SIZE,
  })
  const rows = page.data?.rows ?? NO_STEPS
  const shown = page.params?.start ?? start
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
      <WindowTable
        label="What the place held, step by step"
        columns={stepColumns}
        page={page}
        start={start}
        pageSize={PAGE_SIZE}
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
  const page = usePage('history.places', { start, count: PAGE_SIZE })
  const rows = page.data?.rows ?? NO_PLACES
  // Until somebody chooses one, the place that was written most often.
  const most = Math.max(0, ...rows.map(({ writes }) => writes))
  const chosen =
    rows.find((row) => sameRange(place, row)) ?? rows.find(({ writes }) => writes === most)
  return (
    <section className="panel" aria-labelledby="written">
      <h2 id="written">What was written where</h2>
      {page.data?.complete === false && (
        <p>There are more writes than are looked at: these are the earliest 262,144.</p>
      )}
      <WindowTable
        label="Places that were written"
        columns={placeColumns}
        page={page}
        start={start}
        pageSize={PAGE_SIZE}
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
