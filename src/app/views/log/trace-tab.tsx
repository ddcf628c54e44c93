/** The search for the active sequence, §2.3.3, step by step: forward and back, with its place in the ring. */

import { useEffect, useState } from 'react'
import { formatCount } from '../../../engine/bytes/format.ts'
import { type Guid, NIL_GUID } from '../../../engine/bytes/guid.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { entriesWords } from '../../../engine/format/log-words.ts'
import { useHotkeys } from '../../keys/use-hotkeys.ts'
import { useActions } from '../../store/use-app.ts'
import { usePage } from '../../store/use-page.ts'
import type { LogTabProps } from './log-tabs.ts'
import styles from './log-view.module.css'
import { numbersText } from './sessions-table.tsx'
import { TailsTable } from './tails-table.tsx'

/** Steps that are asked for at once. */
const BATCH = 64
/** Sessions that can be searched for; more of them only a hostile log has, or one of QEMU. */
const MOST_SESSIONS = 200

export function TraceTab({ log, onStrip }: LogTabProps) {
  const { call, announce } = useActions()
  const [guid, setGuid] = useState<Guid>()
  const [step, setStep] = useState(0)
  const start = step - (step % BATCH)
  const { data, params, error } = usePage('history.trace', { guid, start, count: BATCH })
  const sessions = usePage('history.sessions', { start: 0, count: MOST_SESSIONS })
  const current = params?.start === start && params.guid === guid
  const row = current ? data?.rows[step - start] : undefined
  const total = data?.total ?? 0

  const go = (to: number) => setStep(Math.min(Math.max(to, 0), Math.max(0, total - 1)))
  useHotkeys({ nextStep: () => go(step + 1), previousStep: () => go(step - 1) })

  const { position, length } = row?.place ?? {}
  const title = row?.title
  useEffect(() => {
    if (title === undefined) return
    announce(`Step ${step + 1}: ${visibleText(title)}`, true)
    onStrip({
      place: position === undefined || length === undefined ? undefined : { position, length },
      words: visibleText(title),
      onSlot: (slot) => {
        call('history.findStep', { slot, guid }).then(setStep, () => {
          // What cannot be read is told by the steps themselves.
        })
      },
    })
  }, [title, position, length, step, guid, call, announce, onStrip])
  useEffect(() => () => onStrip(undefined), [onStrip])

  const others = sessions.data?.rows.filter(({ current: isCurrent }) => !isCurrent) ?? []
  const clean = log.guid === NIL_GUID
  return (
    <>
      <section className="panel" aria-labelledby="trace">
        <h2 id="trace">Search for the active sequence</h2>
        <p className="muted prose wide">
          {clean
            ? 'LogGuid is zero: nothing is searched when this file is opened (§2.2.2). The search can be followed as it would go if the header named another session.'
            : 'What §2.3.3 has a reader do when it opens this file, from the start of the log on.'}
        </p>
        {others.length > 0 && (
          <p>
            <label>
              LogGuid of{' '}
              <select
                className={styles.select}
                value={guid ?? ''}
                onChange={(event) => {
                  const { value } = event.target
                  setGuid(others.find((session) => session.guid === value)?.guid)
                  setStep(0)
                }}
              >
                <option value="">the header</option>
                {others.map((session) => (
                  <option key={session.guid} value={session.guid}>
                    session {session.index + 1}: {numbersText(session)}
                  </option>
                ))}
              </select>
            </label>
          </p>
        )}
        {error && <p role="alert">{error.message}</p>}
        <div className="apart numbers">
          <span>
            Step {formatCount(step + 1)} of {formatCount(total)}
          </span>
          <span className="actions tight">
            <button type="button" onClick={() => go(0)}>
              First
            </button>
            <button type="button" onClick={() => go(step - 1)}>
              Previous <kbd>P</kbd>
            </button>
            <button type="button" onClick={() => go(step + 1)}>
              Next <kbd>N</kbd>
            </button>
            <button type="button" onClick={() => go(total - 1)}>
              Last
            </button>
          </span>
        </div>
        <div className={styles.step}>
          {row && (
            <>
              <h3>
                <bdi>{visibleText(row.title)}</bdi>{' '}
                <span className="aside">
                  §2.3.3, {row.section.length > 1 ? 'steps' : 'step'} {row.section}
                </span>
              </h3>
              <ul className={`numbers anywhere ${styles.lines}`}>
                {row.text.map((sentence) => (
                  <li key={sentence}>
                    <bdi>{visibleText(sentence)}</bdi>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
        <dl className={styles.facts}>
          <div>
            <dt>Current sequence</dt>
            <dd>{sequenceText(row?.current)}</dd>
          </div>
          <div>
            <dt>Candidate for the active sequence</dt>
            <dd>{sequenceText(row?.candidate)}</dd>
          </div>
        </dl>
      </section>
      <section className="panel" aria-labelledby="tails">
        <h2 id="tails">Tails that are tried</h2>
        <TailsTable
          key={guid}
          guid={guid}
          chosen={row?.tail}
          onChoose={({ firstStep }) => setStep(firstStep)}
        />
      </section>
    </>
  )
}

function sequenceText(
  sequence: { readonly entries: number; readonly first: bigint; readonly last: bigint } | undefined,
): string {
  if (!sequence) return 'Empty, with sequence number 0'
  const { entries, first, last } = sequence
  return entriesWords(entries, first, last)
}
