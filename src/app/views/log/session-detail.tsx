/** One session: how its place in time is known, and its entries with what each of them changed. */

import { useState } from 'react'
import { formatCount, plural, upperFirst } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { MIB } from '../../../engine/format/layout.ts'
import { logPosition, sequenceNumbers } from '../../../engine/format/log-words.ts'
import type { SectorChange, SessionEntryRow } from '../../../engine/history/history-pages.ts'
import { changeWords, inOneLine } from '../../../engine/history/history-words.ts'
import { CONTRADICTED } from '../../../engine/history/link-words.ts'
import type { SessionRow } from '../../../engine/history/session-rows.ts'
import { SlotName } from '../../shared/ring/slot-swatch.tsx'
import { pageOf, usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { showing } from '../../table/table-model.ts'
import { CertaintyMark } from './certainty.tsx'

const PAGE_SIZE = 64

/** What changed, in a line: the first change, and how many more there are. */
export function changeText(change: SectorChange, value?: string): string {
  const text = visibleText(inOneLine(changeWords(change, value), 1))
  // Lines begin with a name as it is, what else is said with a small letter.
  return change.lines.length > 0 ? text : upperFirst(text)
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

const column = showing<SessionEntryRow>()
const columns = [
  column(
    'Sequence number',
    ({ entry, missingBefore }) =>
      `${missingBefore > 0n ? `(${plural(missingBefore, 'number')} missing before) ` : ''}${entry.header.sequenceNumber}`,
    'numeric',
  ),
  column('Status', ({ entry }) => <SlotName kind={entry.status} />),
  column('What it changed there', entryChange, 'wide'),
  column('Wrote to', ({ targets, writes }) =>
    writes === 0 ? '–' : visibleText(targets.join(', ')) || `${writes}`,
  ),
  column('Position', ({ entry }) => logPosition(entry.position, 6), 'numeric'),
  column('Tail', ({ entry }) => logPosition(entry.header.tail, 6), 'numeric'),
  column('Flushed', ({ entry }) => sizeText(entry.header.flushedFileOffset), 'numeric'),
  column('Last', ({ entry }) => sizeText(entry.header.lastFileOffset), 'numeric'),
]

function numbersSentence({ first, last }: Numbers, { entries, missing }: SessionRow): string {
  const numbers = upperFirst(sequenceNumbers(first, last))
  if (entries === 1) return `${numbers}.`
  const gaps =
    missing > 0n ? `of which ${formatCount(missing)} have no valid entry any more` : 'without a gap'
  return `${numbers}, ${gaps}.`
}

type Numbers = NonNullable<SessionRow['numbers']>

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
  const read = usePage('history.sessionEntries', {
    session: index,
    start,
    count: PAGE_SIZE,
  })
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
      {contradicted && <p className="muted prose wide">{CONTRADICTED}</p>}
      <p className="muted prose wide">
        {session.numbers
          ? `${numbersSentence(session.numbers, session)} The entry at the Tail of the newest one, and all between, are ${complete ? 'still there' : 'not all there any more'}.`
          : 'Nothing of it verifies; the LogGuid is what these entries say.'}
      </p>
      <WindowTable
        label="Entries of the session"
        columns={columns}
        page={pageOf(read, read.params?.session === index)}
        start={start}
        pageSize={PAGE_SIZE}
        onWindow={(next) => setWindow({ session: index, start: next })}
        empty="No entry is left."
        isSelected={({ entry }) => entry.position === position}
        onSelect={({ entry }) => onSelect(entry.position)}
      />
    </section>
  )
}
