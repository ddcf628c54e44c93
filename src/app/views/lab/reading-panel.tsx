/** How the log of the recipe reads: the ring, the sequences and the choice, each entry and why. */

import { formatCount } from '../../../engine/bytes/format.ts'
import { pathText } from '../../../engine/compose/recipe.ts'
import { logPosition } from '../../../engine/format/log-words.ts'
import type { LogReport } from '../../../engine/inspect/inspection.ts'
import type { LogEntry } from '../../../engine/log/log.ts'
import { NO_ENTRY } from '../../../engine/log/status-words.ts'
import { entryReason } from '../../shared/log/entry-words.ts'
import { Sequences } from '../../shared/log/sequences.tsx'
import { SlotSwatch } from '../../shared/ring/slot-swatch.tsx'
import { SLOT_NAMES } from '../../shared/ring/slot-words.ts'
import { verdictOf } from '../../shared/verdict/verdict.ts'
import { unavailable } from '../../store/navigation/availability.ts'
import { useActions } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { ENTRIES } from './form/templates.ts'
import styles from './lab-view.module.css'
import { useLead } from './lead.ts'
import { Ring } from './ring.tsx'

const MOST_SHOWN = 64

interface ReadingPanelProps {
  readonly entries: readonly LogEntry[]
  /** By index in the recipe. */
  readonly read: readonly (LogEntry | undefined)[]
}

function Entries({ entries, read }: ReadingPanelProps) {
  const { selectEntry, showRecipe } = useActions()
  const lead = useLead()
  if (entries.length === 0) return <p>{NO_ENTRY}</p>
  return (
    <>
      <ol className={`stack ${styles.readEntries}`}>
        {entries.slice(0, MOST_SHOWN).map((entry) => {
          const index = read.indexOf(entry)
          return (
            <li key={entry.position}>
              <SlotSwatch kind={entry.status} />
              <div>
                <p>
                  <strong>{SLOT_NAMES[entry.status]}</strong> ·{' '}
                  {entry.header.sequenceNumber.toString()} ·{' '}
                  <button
                    type="button"
                    data-kind="link"
                    onClick={() => selectEntry(entry.position, { reveal: true })}
                  >
                    {logPosition(entry.position)}
                  </button>
                  {index >= 0 && (
                    <>
                      {' · '}
                      <button
                        type="button"
                        data-kind="link"
                        onClick={() => {
                          showRecipe({ as: 'form', entry: index })
                          lead(pathText([...ENTRIES, index]))
                        }}
                      >
                        entry {index + 1}
                      </button>
                    </>
                  )}
                </p>
                <p className="muted">{entryReason(entry)}</p>
              </div>
            </li>
          )
        })}
      </ol>
      {entries.length > MOST_SHOWN && (
        <p>{formatCount(entries.length - MOST_SHOWN)} more are on the Log screen.</p>
      )}
    </>
  )
}

function Log({ log, ...entries }: ReadingPanelProps & { readonly log: LogReport }) {
  const { selectEntry } = useActions()
  return (
    <>
      <Ring log={log} {...entries} />
      <h3>Sequences</h3>
      <Sequences log={log} onSelect={(position) => selectEntry(position, { reveal: true })} />
      <h3>Entries</h3>
      <Entries {...entries} />
    </>
  )
}

export function ReadingPanel(props: ReadingPanelProps) {
  const { inspection } = useOpenFile()
  const { log } = inspection
  return (
    <section className={`panel ${styles.reading}`} aria-labelledby="reading">
      <h2 id="reading">As it is read</h2>
      {verdictOf(inspection).sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {log ? <Log log={log} {...props} /> : <p>{unavailable('log', inspection)}</p>}
    </section>
  )
}
