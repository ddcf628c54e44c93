/** How far a copy is on its way into the workbench, and how it ended. */
import { formatBytes } from '../../engine/bytes/format.ts'
import { useActions } from '../store/use-app.ts'
import type { StartedKeep } from '../store/workbench/workbench-state.ts'
import { ProgressBar } from '../ui/progress.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'
import { UntrustedText } from '../ui/untrusted-text.tsx'
import styles from './keep-progress.module.css'
import { progressText } from './save-words.ts'

interface KeepProgressProps {
  readonly job: StartedKeep
  readonly onClose: () => void
}

function Ending({ job }: Pick<KeepProgressProps, 'job'>) {
  switch (job.status) {
    case 'running':
      return null
    case 'kept':
      return (
        <p className="signed" role="status">
          <ToneIcon sign="ok" />
          <span>
            <UntrustedText text={job.image.name} /> is in the workbench:{' '}
            {formatBytes(job.image.size)}.
          </span>
        </p>
      )
    case 'cancelled':
      return (
        <p className="signed" role="status">
          <ToneIcon sign="info" />
          <span>Cancelled. Nothing was kept.</span>
        </p>
      )
    case 'failed':
      return (
        <p className="signed" role="alert">
          <ToneIcon sign="error" />
          <span>
            <UntrustedText text={job.name} />: {job.message}
          </span>
        </p>
      )
  }
}

export function KeepProgress({ job, onClose }: KeepProgressProps) {
  const { cancelKeep, openKept } = useActions()
  return (
    <div className={`row wide anywhere ${styles.job}`} data-status={job.status}>
      {job.status === 'running' && (
        <div className="stack tight">
          <p>
            Keeping <UntrustedText text={job.name} />
          </p>
          <ProgressBar label="Keeping" done={job.done} total={job.total} />
          <p className={`figures ${styles.figures}`}>{progressText(job)}</p>
        </div>
      )}
      <Ending job={job} />
      <p className="actions">
        {job.status === 'running' ? (
          <button type="button" aria-disabled={job.cancelling || undefined} onClick={cancelKeep}>
            {job.cancelling ? 'Cancelling…' : 'Cancel'}
          </button>
        ) : (
          <>
            {job.status === 'kept' && (
              <button
                type="button"
                data-kind="primary"
                onClick={() => void openKept(job.image.name)}
              >
                Open it
              </button>
            )}
            <button type="button" onClick={onClose}>
              Close
            </button>
          </>
        )}
      </p>
    </div>
  )
}
