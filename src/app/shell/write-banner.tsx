/** While the open image is written, and where that failed: seen on every screen. */
import { useActions, useApp } from '../store/use-app.ts'
import type { WriteKind } from '../store/workbench/workbench-state.ts'
import { ProgressBar } from '../ui/progress.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'
import styles from './stale-banner.module.css'

const DOING: Readonly<Record<WriteKind, string>> = {
  apply: 'Committing the edits',
  'leave-in-log': 'Writing the edits to the log',
  replay: 'Replaying the log in place',
}

const FAILED: Readonly<Record<WriteKind, string>> = {
  apply: 'The edits were not committed.',
  'leave-in-log': 'The edits were not written to the log.',
  replay: 'The log was not replayed.',
}

export function WriteBanner() {
  const writing = useApp((state) => state.writing)
  const { forgetWrite } = useActions()
  switch (writing.status) {
    case 'idle':
      return null
    case 'running': {
      const { done, total } = writing.progress ?? { done: 0, total: 0 }
      return (
        <div className={`banner ${styles.banner}`} aria-busy="true">
          <p>{DOING[writing.kind]}…</p>
          <ProgressBar label={DOING[writing.kind]} done={done} total={total} />
        </div>
      )
    }
    case 'failed':
      return (
        <div className={`banner ${styles.banner}`} role="alert">
          <ToneIcon sign="error" />
          <p>
            <strong>{FAILED[writing.kind]}</strong> {writing.message}
          </p>
          <button type="button" onClick={forgetWrite}>
            Close
          </button>
        </div>
      )
  }
}
