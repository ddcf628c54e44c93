/** The bottom line: what the app does and does not do with the file, as far as it can be measured. */

import { formatBytes, plural } from '../../engine/bytes/format.ts'
import { AppVersion } from '../shared/app-version.tsx'
import { useApp } from '../store/use-app.ts'
import { useFileSize } from '../store/use-file-size.ts'
import styles from './evidence-bar.module.css'
import { HashStatus } from './hash-status.tsx'
import { useRequestCount } from './use-request-count.ts'

export function EvidenceBar() {
  const requests = useRequestCount()
  const bytesRead = useApp((state) => state.bytesRead)
  const kept = useApp(({ session }) => session.status === 'open' && session.origin.kind === 'kept')
  const evidenceMode = useApp((state) => state.evidenceMode)
  const size = useFileSize().before
  return (
    <footer className={styles.bar} data-pane="" tabIndex={-1}>
      {evidenceMode && (
        <span title="Nothing is remembered of this session in the browser’s storage.">
          Evidence mode
        </span>
      )}
      {!kept && <span>Opened for reading only</span>}
      {bytesRead !== undefined && (
        <span title="What the app has looked at, each byte counted once. What the browser copies by itself for a save is not in it.">
          {formatBytes(bytesRead)} of {formatBytes(size)} read
        </span>
      )}
      {requests !== undefined && (
        <span>
          {requests === 0 ? 'No' : ''} {requests === 0 ? 'requests' : plural(requests, 'request')}{' '}
          by this page since the file was opened
        </span>
      )}
      <HashStatus />
      <AppVersion />
    </footer>
  )
}
