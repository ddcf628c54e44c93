/** The changes to an image of the workbench: made in forms, seen before they are written, written through its log. */

import { editingOff } from '../../shared/editing.ts'
import { useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { CommitBar } from './commit-bar.tsx'
import { EditForm } from './edit-form.tsx'
import styles from './edit-view.module.css'
import { OffNotice } from './off-notice.tsx'
import { PendingEdits } from './pending-edits.tsx'
import { PendingPreview } from './pending-preview.tsx'

export function EditView() {
  const { inspection } = useOpenFile()
  const edits = useApp((app) => app.edits)
  const off = editingOff(inspection)
  return (
    <div className="view">
      <header className={`apart ${styles.heading}`}>
        <div>
          <h1>Edit</h1>
          <p className={styles.lead}>
            Edits are collected here and written together, through the log of this image: all of
            them or none, whatever happens on the way. The file that it was made from stays as it
            is.
          </p>
        </div>
        {off === undefined && <CommitBar />}
      </header>
      {off === undefined ? (
        <div className="columns">
          <EditForm />
          <PendingEdits />
        </div>
      ) : (
        <OffNotice reason={off} />
      )}
      {edits.length > 0 && off === undefined && <PendingPreview />}
    </div>
  )
}
