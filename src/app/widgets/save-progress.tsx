/** The phases of a save, how far it is, and how it ended. */
import { useEffect, useRef } from 'react'
import { formatBytes } from '../../engine/bytes/format.ts'
import type { SavePhase } from '../../worker/protocol.ts'
import { useApp } from '../hooks/use-app.ts'
import type { StartedSave } from '../store/state.ts'
import { ProgressBar } from './progress.tsx'
import styles from './save-dialog.module.css'
import { progressText } from './save-words.ts'
import { ToneIcon } from './tone-icon.tsx'
import { UntrustedText } from './untrusted-text.tsx'

const PHASES: readonly { readonly id: SavePhase; readonly name: string; readonly does: string }[] =
  [
    { id: 'check', name: 'Check', does: 'the original is what it was when it was opened' },
    { id: 'write', name: 'Write', does: 'the copy, with the log applied' },
    {
      id: 'finish',
      name: 'Finish',
      does: 'the browser examines and renames the file, without figures',
    },
    { id: 'verify', name: 'Verify', does: 'open the copy, compare every byte that was changed' },
  ]

const reached = (save: StartedSave): number =>
  save.status === 'running' || save.status === 'failed'
    ? PHASES.findIndex(({ id }) => id === save.phase)
    : PHASES.length

function Phases({ save }: { readonly save: StartedSave }) {
  const here = reached(save)
  return (
    <ol className={styles.phases}>
      {PHASES.map(({ id, name, does }, index) => {
        const done = index < here
        const now = index === here
        return (
          <li key={id} data-now={now || undefined} data-done={done || undefined}>
            <span className={styles.mark} aria-hidden="true">
              {done ? '✓' : index + 1}
            </span>
            <span>
              <strong>{name}</strong> <span className={styles.does}>{does}</span>
              {done && <span className="unseen"> (done)</span>}
              {now && save.status === 'running' && (
                <>
                  <ProgressBar label={name} done={save.done} total={save.total} />
                  <span className={styles.figures}>{progressText(save)}</span>
                </>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function Ending({ save }: { readonly save: StartedSave }) {
  switch (save.status) {
    case 'running':
      return null
    case 'saved':
      return (
        <p className={styles.ending} role="status">
          <ToneIcon sign="ok" />
          <span>
            <strong>
              <UntrustedText text={save.name} />
            </strong>{' '}
            is in the folder <UntrustedText text={save.folder} />: {formatBytes(save.size)}, closed
            cleanly; {formatBytes(save.verifiedBytes)} put in place by the replay were read back and
            compared.
          </span>
        </p>
      )
    case 'cancelled':
      return (
        <p className={styles.ending} role="status">
          <ToneIcon sign="info" />
          <span>Cancelled. Nothing was left behind; the original was not touched.</span>
        </p>
      )
    case 'failed':
      return (
        <p className={styles.ending} role="alert">
          <ToneIcon sign="error" />
          <span>
            {save.message}{' '}
            {save.leftover === undefined ? (
              'Nothing was left behind; the original was not touched.'
            ) : (
              <>
                The unfinished file <UntrustedText text={save.leftover} /> could not be removed;
                delete it. The original was not touched.
              </>
            )}
          </span>
        </p>
      )
  }
}

interface SaveProgressProps {
  readonly save: StartedSave
  readonly onClose: () => void
}

export function SaveProgress({ save, onClose }: SaveProgressProps) {
  const cancelSave = useApp((state) => state.cancelSave)
  const forgetSave = useApp((state) => state.forgetSave)
  const actions = useRef<HTMLParagraphElement>(null)
  const { status } = save

  // The button that had the focus is gone with the step before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the status that counts
  useEffect(() => {
    actions.current?.querySelector('button')?.focus()
  }, [status])

  return (
    <div className={styles.form}>
      {save.status !== 'cancelled' && <Phases save={save} />}
      <Ending save={save} />
      <p className={styles.actions} ref={actions}>
        {save.status === 'running' && (
          <button type="button" aria-disabled={save.cancelling} onClick={cancelSave}>
            {save.cancelling ? 'Cancelling…' : 'Cancel'}
          </button>
        )}
        {save.status === 'saved' && (
          <button type="button" data-kind="primary" onClick={onClose}>
            Done
          </button>
        )}
        {(save.status === 'failed' || save.status === 'cancelled') && (
          <>
            <button type="button" data-kind="primary" onClick={forgetSave}>
              Try again
            </button>
            <button type="button" onClick={onClose}>
              Close
            </button>
          </>
        )}
      </p>
    </div>
  )
}
