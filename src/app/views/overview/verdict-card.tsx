/** The verdict with its actions. */
import { useState } from 'react'
import { formatBytes } from '../../../engine/bytes/format.ts'
import { type ActionId, actionsOf, type Tone, type Verdict } from '../../shared/verdict/verdict.ts'
import { useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { noWorkbench } from '../../store/workbench/workbench.ts'
import { type Sign, ToneIcon } from '../../ui/tone-icon.tsx'
import { AreaLines } from './area-lines.tsx'
import { CopyAdvice } from './copy-advice.tsx'
import { usePatchSize } from './use-patch-size.ts'
import { useVerdictActions } from './use-verdict-actions.ts'
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
  patch: 'Export patch…',
  report: 'Download report',
  'failing-entry': 'Go to the first failing entry',
  findings: 'Show findings',
  'copy-again': 'How to copy it again',
  'open-another': 'Choose another file…',
  keep: 'Keep in the workbench…',
  edit: 'Edit',
  export: 'Export…',
  'replay-in-place': 'Replay in place',
  salvage: 'Salvage…',
  'give-parent': 'Choose the parent…',
}

export function VerdictCard({ verdict }: { readonly verdict: Verdict }) {
  const [advice, setAdvice] = useState(false)
  const { inspection, origin, stale } = useOpenFile()
  const actions = useVerdictActions()
  const patchSize = usePatchSize()
  const labels =
    patchSize === undefined
      ? LABELS
      : { ...LABELS, patch: `Export patch ${formatBytes(patchSize)}…` }
  const keepsNothing = useApp((state) => state.evidenceMode || noWorkbench(state) !== undefined)
  const { tone, title, sentences, notes } = verdict
  const offered = actionsOf(verdict, inspection, origin).filter(
    (id) => !keepsNothing || id !== 'keep',
  )
  return (
    <section className={`frame ${styles.card}`} data-tone={tone} aria-labelledby="verdict">
      <div className={`stack ${styles.main}`}>
        <h1 id="verdict" className={styles.title}>
          <ToneIcon sign={SIGNS[tone]} />
          {title}
        </h1>
        <AreaLines lines={inspection.verdict.lines} />
        {sentences.map((sentence) => (
          <p key={sentence} className={styles.sentence}>
            {sentence}
          </p>
        ))}
        <p className={`actions ${styles.actions}`}>
          {offered.map((id, index) => (
            <button
              key={id}
              type="button"
              data-kind={index === 0 ? 'primary' : undefined}
              disabled={(id === 'save' || id === 'patch') && stale !== undefined}
              aria-expanded={id === 'copy-again' ? advice : undefined}
              onClick={id === 'copy-again' ? () => setAdvice(!advice) : actions[id]}
            >
              {labels[id]}
            </button>
          ))}
        </p>
        {advice && <CopyAdvice />}
      </div>
      {notes.length > 0 && (
        <ul className={`stack muted ${styles.notes}`}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
