/** Whether this is a session of which nothing is remembered. */
import { useId } from 'react'
import { useActions, useApp } from '../../store/use-app.ts'
import styles from './home-view.module.css'

export function EvidenceSwitch() {
  const evidenceMode = useApp((state) => state.evidenceMode)
  const { setEvidenceMode } = useActions()
  const id = useId()
  return (
    <div className={styles.mode}>
      <input
        id={id}
        type="checkbox"
        checked={evidenceMode}
        aria-describedby={`${id}-does`}
        onChange={({ target }) => setEvidenceMode(target.checked)}
      />
      <label htmlFor={id}>Evidence mode</label>
      <p id={`${id}-does`}>
        {evidenceMode
          ? 'Nothing is remembered in this browser’s storage, neither images nor choices, nor this one: there is no workbench. Headers, log and what the log writes over are hashed when a file is opened, and once more when it is closed or a report is made; the report states both.'
          : 'Remember nothing; hash headers, log and what the log writes over at opening and again at the end.'}
      </p>
    </div>
  )
}
