/** Says that the file, or a parent of it, is not what it was when it was opened, and offers to read it again. */
import { useActions, useApp } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { ToneIcon } from '../ui/tone-icon.tsx'
import styles from './stale-banner.module.css'

export function StaleBanner() {
  const { stale } = useOpenFile()
  const { reopen, readChain } = useActions()
  const parentFault = useApp((state) => state.parentFault)
  return (
    <>
      {stale && (
        <div className={`banner ${styles.banner}`} role="alert">
          <ToneIcon sign="warning" />
          <p>
            <strong>{stale.why}</strong> Noticed at {new Date(stale.since).toLocaleTimeString()}.
            What is shown may no longer be true, and a copy cannot be saved.
          </p>
          <button type="button" onClick={() => void reopen()}>
            Read again
          </button>
        </div>
      )}
      {parentFault && (
        <div className={`banner ${styles.banner}`} role="alert">
          <ToneIcon sign="warning" />
          <p>
            <strong>{parentFault}</strong> What is shown of the disk may no longer be true.
          </p>
          <button type="button" onClick={() => void readChain()}>
            Read the chain again
          </button>
        </div>
      )}
    </>
  )
}
