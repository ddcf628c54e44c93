/** The phases of a save, how far it is, and how it ended. */
import { useEffect, useRef } from 'react'
import {
  formatBytes,
  formatCount,
  formatHex,
  plural,
  upperFirst,
} from '../../engine/bytes/format.ts'
import type { HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { DroppedSpace } from '../../worker/protocol/disk.ts'
import type { SavePhase } from '../../worker/protocol/protocol.ts'
import { HashLine } from '../shared/hash-line.tsx'
import type { SavedImage, StartedSave } from '../store/state.ts'
import { useActions } from '../store/use-app.ts'
import styles from '../ui/dialog-body.module.css'
import { ProgressBar } from '../ui/progress.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'
import { UntrustedText } from '../ui/untrusted-text.tsx'
import { phaseText, progressText, SAVE_WORDS, savedText } from './save-words.ts'

const PHASES: readonly { readonly id: SavePhase; readonly name: string }[] = [
  { id: 'plan', name: 'Plan' },
  { id: 'check', name: 'Check' },
  { id: 'write', name: 'Write' },
  { id: 'finish', name: 'Finish' },
  { id: 'verify', name: 'Verify' },
]

const phasesOf = (what: SavedImage) => PHASES.filter(({ id }) => id in SAVE_WORDS[what].does)

const reached = (phases: typeof PHASES, save: StartedSave): number =>
  save.status === 'running' || save.status === 'failed'
    ? phases.findIndex(({ id }) => id === save.phase)
    : phases.length

function hashOf(save: StartedSave): HashAlgorithm | undefined {
  if (save.status === 'cancelled') return undefined
  return typeof save.hash === 'object' ? save.hash.algorithm : save.hash
}

interface StartedProps {
  readonly what: SavedImage
  readonly save: StartedSave
}

function Phases({ what, save }: StartedProps) {
  const phases = phasesOf(what)
  const here = reached(phases, save)
  const algorithm = hashOf(save)
  return (
    <ol className={`stack ${styles.phases}`}>
      {phases.map(({ id, name }, index) => {
        const done = index < here
        const now = index === here
        return (
          <li key={id} data-now={now || undefined} data-done={done || undefined}>
            <span className={styles.mark} aria-hidden="true">
              {done ? '✓' : index + 1}
            </span>
            <span>
              <strong>{name}</strong>{' '}
              <span className="muted">{phaseText(what, id, algorithm)}</span>
              {done && <span className="unseen"> (done)</span>}
              {now && save.status === 'running' && (
                <>
                  <ProgressBar label={name} done={save.done} total={save.total} />
                  <span className="figures">{progressText(save)}</span>
                </>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

/** What a new image does not have of its source. */
function DroppedList({ dropped: { bytes, count, places } }: { readonly dropped: DroppedSpace }) {
  if (count === 0) return <p className="muted">No block was wholly free: nothing was left out.</p>
  return (
    <details>
      <summary>
        {formatBytes(bytes)} in {plural(count, 'place')} of the disk were left out as free
      </summary>
      <ul className="figures">
        {places.map(({ offset, length }) => (
          <li key={offset}>
            {formatHex(offset)}: {formatBytes(length)}
          </li>
        ))}
        {count > places.length && <li>{formatCount(count - places.length)} more</li>}
      </ul>
    </details>
  )
}

function Ending({ what, save }: StartedProps) {
  const nothingLeft = `Nothing was left behind; ${SAVE_WORDS[what].untouched}.`
  switch (save.status) {
    case 'running':
      return null
    case 'saved':
      return (
        <p className={`signed anywhere ${styles.ending}`} role="status">
          <ToneIcon sign="ok" />
          <span>
            <strong>
              <UntrustedText text={save.name} />
            </strong>{' '}
            is in the folder <UntrustedText text={save.folder} />: {formatBytes(save.size)},{' '}
            {savedText(what, save)}
            {save.hash && <HashLine hash={save.hash} />}
            {save.dropped && <DroppedList dropped={save.dropped} />}
          </span>
        </p>
      )
    case 'cancelled':
      return (
        <p className={`signed anywhere ${styles.ending}`} role="status">
          <ToneIcon sign="info" />
          <span>Cancelled. {nothingLeft}</span>
        </p>
      )
    case 'failed':
      return (
        <p className={`signed anywhere ${styles.ending}`} role="alert">
          <ToneIcon sign="error" />
          <span>
            {save.message}{' '}
            {save.leftover === undefined ? (
              nothingLeft
            ) : (
              <>
                The unfinished file <UntrustedText text={save.leftover} /> could not be removed;
                delete it. {upperFirst(SAVE_WORDS[what].untouched)}.
              </>
            )}
          </span>
        </p>
      )
  }
}

interface SaveProgressProps extends StartedProps {
  readonly onClose: () => void
}

export function SaveProgress({ what, save, onClose }: SaveProgressProps) {
  const { cancelSave, forgetSave } = useActions()
  const actions = useRef<HTMLParagraphElement>(null)
  const { status } = save

  // The button that had the focus is gone with the step before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the status that counts
  useEffect(() => {
    actions.current?.querySelector('button')?.focus()
  }, [status])

  return (
    <div className={`stack ${styles.form}`}>
      {save.status !== 'cancelled' && <Phases what={what} save={save} />}
      <Ending what={what} save={save} />
      <p className={`actions ${styles.actions}`} ref={actions}>
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
