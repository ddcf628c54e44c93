/** The bottom line: what the app does and does not do with the file, as far as it can be measured. */

import { plural } from '../../engine/bytes/format.ts'
import { VERSION } from '../../version.ts'
import { useRequestCount } from '../hooks/use-request-count.ts'
import styles from './evidence-bar.module.css'

export function EvidenceBar() {
  const requests = useRequestCount()
  return (
    <footer className={styles.bar} data-pane="" tabIndex={-1}>
      <span>Opened for reading only</span>
      {requests !== undefined && (
        <span>
          {requests === 0 ? 'No' : ''} {requests === 0 ? 'requests' : plural(requests, 'request')}{' '}
          by this page since the file was opened
        </span>
      )}
      <span>Version {VERSION}</span>
    </footer>
  )
}
