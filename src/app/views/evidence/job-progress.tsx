/** How far a hash is, and the way to stop it. */

import { progressText } from '../../save/save-words.ts'
import type { HashProgress } from '../../store/evidence/evidence-state.ts'
import { ProgressBar } from '../../ui/progress.tsx'
import styles from './evidence.module.css'

interface JobProgressProps {
  readonly label: string
  readonly job: HashProgress
  readonly onCancel: () => void
}

export function JobProgress({ label, job, onCancel }: JobProgressProps) {
  return (
    <div className={styles.job}>
      <ProgressBar label={label} done={job.done} total={job.total} />
      <span className="figures">{progressText(job)}</span>
      <button type="button" aria-disabled={job.cancelling || undefined} onClick={onCancel}>
        {job.cancelling ? 'Cancelling…' : 'Cancel'}
      </button>
    </div>
  )
}
