/** Keeping a copy of the open image in the workbench: under which name, and how far it is. */

import { useState } from 'react'
import { formatBytes } from '../../engine/bytes/format.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { Dialog } from '../ui/dialog.tsx'
import styles from '../ui/dialog-body.module.css'
import { nameProblem } from './copy-name.ts'
import { KeepProgress } from './keep-progress.tsx'
import { NameField } from './name-field.tsx'

export function KeepDialog({ onClose }: { readonly onClose: () => void }) {
  const { name: source, inspection } = useOpenFile()
  const keeping = useApp((state) => state.keeping)
  const { keepOpen, forgetKeep } = useActions()
  const [name, setName] = useState(source)
  const problem = nameProblem(name, undefined)
  const close = () => {
    forgetKeep()
    onClose()
  }
  return (
    <Dialog title="Keep in the workbench" closable={keeping.status !== 'running'} onClose={close}>
      <p className={styles.lead}>
        A copy of <strong>{formatBytes(inspection.size)}</strong> as it is on disk, log and all, in
        the private storage of this browser. It can be changed there; the original is not touched.
      </p>
      {keeping.status === 'idle' ? (
        <form
          className={`stack ${styles.form}`}
          onSubmit={(event) => {
            event.preventDefault()
            if (problem === undefined) void keepOpen(name)
          }}
        >
          <NameField
            label="Name in the workbench"
            name={name}
            problem={problem}
            hint="Where the name is taken it gets a number; nothing is overwritten."
            onName={setName}
          />
          <p className={`actions ${styles.actions}`}>
            <button type="submit" data-kind="primary" disabled={problem !== undefined}>
              Keep a copy
            </button>
          </p>
        </form>
      ) : (
        <KeepProgress job={keeping} onClose={close} />
      )}
    </Dialog>
  )
}
