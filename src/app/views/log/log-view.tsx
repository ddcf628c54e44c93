/** The log: the ring as a strip, and below it what is to be known about it, in tabs. */

import { useState } from 'react'
import { formatBytes, formatHex } from '../../../engine/bytes/format.ts'
import { NIL_GUID } from '../../../engine/bytes/guid.ts'
import { entriesWords } from '../../../engine/format/log-words.ts'
import type { Inspection, LogReport } from '../../../engine/inspect/inspection.ts'
import type { EntryStatus, LogEntry } from '../../../engine/log/log.ts'
import { STATUSES } from '../../../engine/log/status-words.ts'
import { LogStrip } from '../../shared/ring/log-strip.tsx'
import { slotOf } from '../../shared/ring/ring-spans.ts'
import { SlotName, SlotSwatch } from '../../shared/ring/slot-swatch.tsx'
import { entryAtSlot, SLOT_NAMES, slotWords, stripSummary } from '../../shared/ring/slot-words.ts'
import { refusalOf } from '../../store/navigation/availability.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { FilterChips } from '../../ui/filter-chips.tsx'
import { useKeptState } from '../../ui/kept-state.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { LOG_TABS, type StripGuest } from './log-tabs.ts'
import styles from './log-view.module.css'
import { useStripSlot } from './use-strip-slot.ts'

/** Of a log with more entries than this, as only a hostile one has, the strip does not mark them. */
const MOST_MARKED = 1000
const NO_ENTRIES: readonly LogEntry[] = []

function lead({ update, refusal }: Inspection, { guid, active, entryCounts }: LogReport): string {
  const why = refusalOf({ refusal })
  if (guid === NIL_GUID) {
    return 'LogGuid is zero: nothing of this will be replayed. What is left in the log is history.'
  }
  if (!active) return `No sequence of entries can be replayed.${why}`
  const { firstSequenceNumber: first, lastSequenceNumber: last } = active
  const entries = entriesWords(entryCounts.active, first, last)
  return update
    ? `To be replayed: ${entries}.`
    : `The active sequence has ${entries}, but must not be replayed.${why}`
}

function LogScreen({ log, inspection }: { log: LogReport; inspection: Inspection }) {
  const chosen = useApp((app) => app.entryPosition)
  const wanted = useApp((app) => app.logTab)
  const { showLogTab: showTab } = useActions()
  const [statuses, setStatuses] = useKeptState<readonly EntryStatus[]>('log entries: statuses', [])
  const [guest, setGuest] = useState<StripGuest>()
  const position = chosen ?? log.active?.head ?? log.sequences.at(-1)?.positions.at(-1)
  const strip = useStripSlot(position)

  const all = usePage('log.entries', { start: 0, count: MOST_MARKED, sort: 'position' })
  const { data: entry } = usePage('log.entry', position === undefined ? undefined : { position })
  const entries = all.data && all.data.total <= MOST_MARKED ? all.data.rows : NO_ENTRIES
  const slot = guest ? slotOf(guest.place?.position ?? 0) : strip.slot
  const underSlider = entryAtSlot(entries, slot, log.slots.length) ?? (guest ? undefined : entry)
  const words = slotWords(log.slots, slot, underSlider)
  const tab = LOG_TABS.find(({ id }) => id === wanted) ?? LOG_TABS[0]
  const Panel = tab?.component

  return (
    <div className="view">
      <header>
        <h1>Log</h1>
        <p>
          {lead(inspection, log)}{' '}
          <span className="aside">
            {formatBytes(log.region.length)} at{' '}
            <span className="data">{formatHex(log.region.offset)}</span>, LogGuid{' '}
            <span className="data">{log.guid}</span>
          </span>
        </p>
      </header>
      <section className="panel" aria-label="The ring">
        <LogStrip
          log={log}
          starts={entries.map(({ position: start }) => start)}
          slot={slot}
          valueText={guest ? `${words}; ${guest.words}` : words}
          selected={guest ? guest.place : entry}
          summary={`${stripSummary(log)} All of it is in the tables below.`}
          onSlot={guest?.onSlot ?? strip.pick}
        />
        <div className={`row muted ${styles.legend}`}>
          {tab?.id === 'entries' ? (
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
          ) : (
            STATUSES.map((kind) => <SlotName key={kind} kind={kind} />)
          )}
          {(['orphan-data', 'unused'] as const).map((kind) => (
            <SlotName key={kind} kind={kind} />
          ))}
          <span className={`muted ${styles.position}`} aria-hidden="true">
            {words}
          </span>
        </div>
      </section>
      <Tabs label="About the log" tabs={LOG_TABS} chosen={tab?.id ?? wanted} onChoose={showTab}>
        {Panel && (
          <Panel
            log={log}
            inspection={inspection}
            position={position}
            statuses={statuses}
            onStrip={setGuest}
          />
        )}
      </Tabs>
    </div>
  )
}

export function LogView() {
  const { inspection } = useOpenFile()
  return inspection.log && <LogScreen log={inspection.log} inspection={inspection} />
}
