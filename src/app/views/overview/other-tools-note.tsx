/** Whether another program would make something else of the file; all of it is on the Log screen. */

import { useState } from 'react'
import { KEEP_AWAY } from '../../../engine/qemu/answer-words.ts'
import { OtherTools } from '../../shared/other-tools/other-tools.tsx'
import { useActions } from '../../store/use-app.ts'
import { useFindings } from '../../store/use-findings.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import styles from './overview-view.module.css'

export function OtherToolsNote() {
  const { inspection } = useOpenFile()
  const [open, setOpen] = useState(false)
  const { show, showLogTab: showTab } = useActions()
  const diverges = useFindings().some(({ rule }) => rule === 'replay.diverges-qemu')
  const hasLogScreen = inspection.log !== undefined
  const lead = () => {
    showTab('other-tools')
    show('log', { lead: true })
  }
  return (
    <>
      {(diverges || hasLogScreen) && (
        <p className={`row ${styles.tools}`} data-warns={diverges || undefined}>
          {diverges && (
            <>
              <ToneIcon sign="warning" />
              <strong>{KEEP_AWAY}</strong>
            </>
          )}
          {hasLogScreen && (
            <button type="button" data-kind="link" onClick={lead}>
              What other tools would do
            </button>
          )}
        </p>
      )}
      {!hasLogScreen && (
        <details
          className={`part frame ${styles.panel}`}
          onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
        >
          <summary>What other tools would do</summary>
          {open && <OtherTools />}
        </details>
      )}
    </>
  )
}
