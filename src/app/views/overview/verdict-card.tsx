/** The verdict with its actions. */
import { useState } from 'react'
import { useApp } from '../../hooks/use-app.ts'
import { type Sign, ToneIcon } from '../../widgets/tone-icon.tsx'
import { CopyAdvice } from './copy-advice.tsx'
import { useActions } from './use-actions.ts'
import type { ActionId, Tone, Verdict } from './verdict.ts'
import styles from './verdict-card.module.css'

const SIGNS: Readonly<Record<Tone, Sign>> = {
  ok: 'ok',
  attention: 'warning',
  bad: 'fatal',
  neutral: 'neutral',
}

const LABELS: Readonly<Record<ActionId, string>> = {
  preview: 'Preview changes',
  save: 'Save replayed copy…',
  report: 'Download report',
  'failing-entry': 'Go to the first failing entry',
  findings: 'Show findings',
  'copy-again': 'How to copy it again',
  'open-another': 'Choose another file…',
}

export function VerdictCard({ verdict }: { readonly verdict: Verdict }) {
  const [advice, setAdvice] = useState(false)
  const stale = useApp(({ session }) => session.status === 'open' && Boolean(session.staleSince))
  const actions = useActions()
  const { tone, title, sentences, notes } = verdict
  return (
    <section className={styles.card} data-tone={tone} aria-labelledby="verdict">
      <div className={styles.main}>
        <h1 id="verdict" className={styles.title}>
          <ToneIcon sign={SIGNS[tone]} />
          {title}
        </h1>
        {sentences.map((sentence) => (
          <p key={sentence} className={styles.sentence}>
            {sentence}
          </p>
        ))}
        <p className={styles.actions}>
          {verdict.actions.map((id, index) => (
            <button
              key={id}
              type="button"
              data-kind={index === 0 ? 'primary' : undefined}
              disabled={id === 'save' && stale}
              aria-expanded={id === 'copy-again' ? advice : undefined}
              onClick={id === 'copy-again' ? () => setAdvice(!advice) : actions[id]}
            >
              {LABELS[id]}
            </button>
          ))}
        </p>
        {advice && <CopyAdvice />}
      </div>
      {notes.length > 0 && (
        <ul className={styles.notes}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
