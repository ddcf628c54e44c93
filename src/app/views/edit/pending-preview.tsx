/** What the pending edits would do: what goes wrong, what is written to the log, what changes. */
import { useApp } from '../../store/use-app.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import styles from './edit-view.module.css'
import { NewFindings } from './new-findings.tsx'
import { PendingChanges } from './pending-changes.tsx'
import { PendingEntries } from './pending-entries.tsx'

export function PendingPreview() {
  const state = useApp((app) => app.preview)
  if (state.status === 'refused') {
    return (
      <section className={`banner ${styles.notice}`} data-tone="error" role="alert">
        <ToneIcon sign="error" />
        <p>These edits cannot be written. {state.message} Undo the edit that asks for it.</p>
      </section>
    )
  }
  const preview = state.status === 'ready' ? state.preview : undefined
  const shown = preview ?? (state.status === 'reading' ? state.last : undefined)
  if (!shown) return <p className="aside">Looking at what the edits would do…</p>
  return (
    <div className="view" aria-busy={preview === undefined}>
      <NewFindings preview={shown} />
      <PendingEntries entries={shown.entries} />
      <PendingChanges report={shown.changes} />
    </div>
  )
}
