/** The SHA-256 of the open file in the bottom line: made, being made, or not yet. */
import { HASH_NAMES } from '../../engine/bytes/hash/hash-names.ts'
import { formatDuration } from '../save/save-words.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import styles from './evidence-bar.module.css'

/** Of the digits, in the line; all of them are in the dialog. */
const SHOWN = 16

export function HashStatus() {
  const hashing = useApp((state) => state.hashing)
  const { hashFile, cancelHash, showDialog } = useActions()
  const isSkeleton = useOpenFile().inspection.skeleton !== undefined
  const made = useApp(({ hashes }) =>
    hashes.findLast(({ state, algorithm }) => state === 'before' && algorithm === 'sha256'),
  )
  return (
    <>
      {hashing.status === 'running' ? (
        <span>
          {hashing.algorithms.map((id) => HASH_NAMES[id]).join(' and ')}{' '}
          {hashing.total > 0 ? Math.floor((hashing.done / hashing.total) * 100) : 0} %
          {hashing.pace && `, ${formatDuration(hashing.pace.secondsLeft)} left`}{' '}
          <button type="button" data-kind="link" onClick={cancelHash}>
            Cancel
          </button>
        </span>
      ) : made ? (
        <span title={made.hex}>
          SHA-256 <code className={styles.hex}>{made.hex.slice(0, SHOWN)}…</code>
        </span>
      ) : isSkeleton ? null : (
        <span>
          SHA-256 not computed{' '}
          <button
            type="button"
            data-kind="link"
            aria-label="Compute the SHA-256 of the file"
            onClick={() => void hashFile('before', ['sha256'])}
          >
            Compute
          </button>
        </span>
      )}
      <button type="button" data-kind="link" onClick={() => showDialog('evidence')}>
        Evidence…
      </button>
    </>
  )
}
