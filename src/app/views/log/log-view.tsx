/** The log: the ring as a strip, its sequences with the reason for the choice, its entries. */
import { useState } from 'react'
import { formatBytes, formatHex, plural } from '../../../engine/bytes/format.ts'
import { NIL_GUID } from '../../../engine/bytes/guid.ts'
import { messageOf } from '../../../engine/findings/finding.ts'
import type { Inspection, LogReport } from '../../../engine/inspect/inspection.ts'
import type { EntryStatus, LogEntry } from '../../../engine/log/log.ts'
import { useApp } from '../../hooks/use-app.ts'
import { useOpenFile } from '../../hooks/use-open-file.ts'
import { usePage } from '../../hooks/use-page.ts'
import { FilterChips } from '../../widgets/filter-chips.tsx'
import { LogStrip } from '../../widgets/log-strip.tsx'
import { SlotSwatch } from '../../widgets/slot-swatch.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { EntriesTable } from './entries-table.tsx'
import { EntryDetail } from './entry-detail.tsx'
import { STATUSES } from './entry-words.ts'
import styles from './log-view.module.css'
import { Sequences } from './sequences.tsx'
import { entryAtSlot, SLOT_NAMES, slotWords } from './slot-words.ts'
import { useStripSlot } from './use-strip-slot.ts'

/** Of a log with more entries than this, as only a hostile one has, the strip does not mark them. */
const MOST_MARKED = 1000
const NO_ENTRIES: readonly LogEntry[] = []

function lead({ replay, refusal }: Inspection, { guid, active, entryCounts }: LogReport): string {
  const why = refusal ? ` ${visibleText(messageOf(refusal))}` : ''
  if (guid === NIL_GUID) {
    return 'LogGuid is zero: nothing of this will be replayed. What is left in the log is history.'
  }
  if (!active) return `No sequence of entries can be replayed.${why}`
  const { firstSequenceNumber: first, lastSequenceNumber: last } = active
  const numbers =
    first === last ? `sequence number ${first}` : `sequence numbers ${first} to ${last}`
  const entries = `${plural(entryCounts.active, 'entry', 'entries')}, ${numbers}`
  return replay
    ? `To be replayed: ${entries}.`
    : `The active sequence has ${entries}, but must not be replayed.${why}`
}

const summary = ({ entryCounts }: LogReport): string =>
  `The log as a strip: ${STATUSES.map((status) => `${entryCounts[status]} ${status}`).join(', ')}. All of it is in the tables below.`

function LogScreen({ log, inspection }: { log: LogReport; inspection: Inspection }) {
  const chosen = useApp((app) => app.entryPosition)
  const selectEntry = useApp((app) => app.selectEntry)
  const [statuses, setStatuses] = useState<readonly EntryStatus[]>([])
  const position = chosen ?? log.active?.head ?? log.sequences.at(-1)?.positions.at(-1)
  const { slot, pick } = useStripSlot(position)

  const all = usePage('readEntries', { start: 0, count: MOST_MARKED, sort: 'position' })
  const { data: entry, error } = usePage(
    'readEntry',
    position === undefined ? undefined : { position },
  )
  const entries = all.data && all.data.total <= MOST_MARKED ? all.data.rows : NO_ENTRIES
  const underSlider = entryAtSlot(entries, slot, log.slots.length) ?? entry

  return (
    <div className={styles.view}>
      <header>
        <h1>Log</h1>
        <p>
          {lead(inspection, log)}{' '}
          <span className={styles.aside}>
            {formatBytes(log.region.length)} at{' '}
            <span className="data">{formatHex(log.region.offset)}</span>, LogGuid{' '}
            <span className="data">{log.guid}</span>
          </span>
        </p>
      </header>
      <section className={styles.panel} aria-label="The ring">
        <LogStrip
          log={log}
          starts={entries.map(({ position: start }) => start)}
          slot={slot}
          valueText={slotWords(log.slots, slot, underSlider)}
          selected={entry}
          summary={summary(log)}
          onSlot={pick}
        />
        <div className={styles.legend}>
          <FilterChips
            label="Show entries that are"
            chips={STATUSES.map((key) => ({
              key,
              name: SLOT_NAMES[key],
              count: log.entryCounts[key],
              swatch: <SlotSwatch kind={key} />,
            }))}
            chosen={statuses}
            onChange={setStatuses}
          />
          {(['orphan-data', 'unused'] as const).map((kind) => (
            <span key={kind} className={styles.status}>
              <SlotSwatch kind={kind} />
              {SLOT_NAMES[kind]}
            </span>
          ))}
          <span className={styles.position} aria-hidden="true">
            {slotWords(log.slots, slot, underSlider)}
          </span>
        </div>
      </section>
      <section className={styles.panel} aria-labelledby="sequences">
        <h2 id="sequences">Sequences</h2>
        <Sequences log={log} onSelect={selectEntry} />
      </section>
      <section className={styles.panel} aria-labelledby="entries">
        <h2 id="entries">Entries</h2>
        <EntriesTable statuses={statuses} position={position} onSelect={selectEntry} />
      </section>
      <section className={styles.panel} aria-label="Entry">
        {error && <p role="alert">{error.message}</p>}
        {entry ? (
          <EntryDetail entry={entry} logOffset={log.region.offset} />
        ) : (
          <p>Choose an entry in the table or in the strip to see its fields.</p>
        )}
      </section>
    </div>
  )
}

export function LogView() {
  const { inspection } = useOpenFile()
  return inspection.log && <LogScreen log={inspection.log} inspection={inspection} />
}
