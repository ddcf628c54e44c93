/** Says that the file is not what it was when it was opened, and offers to read it again. */
import { useApp } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { ToneIcon } from '../ui/tone-icon.tsx'
import styles from './stale-banner.module.css'

export function StaleBanner() {
  const { staleSince } = useOpenFile()
  const reopen = useApp((state) => state.reopen)
  const hasParents = useApp((state) => state.parents.length > 0)
  if (staleSince === undefined) return null
  return (
    <div className={styles.banner} role="alert">
      <ToneIcon sign="warning" />
      <p>
        <strong>The file{hasParents && ', or a parent of it,'} changed since it was opened</strong>{' '}
        (noticed at {new Date(staleSince).toLocaleTimeString()}). What is shown may no longer be
        true, and a copy cannot be saved.
      </p>
      <button type="button" onClick={() => void reopen()}>
        Read again
      </button>
    </div>
  )
}
