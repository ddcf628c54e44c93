/** Comparing a saved file with what was to be saved, after the dialog that saved it was closed. */
import { Dialog } from '../ui/dialog.tsx'
import styles from '../ui/dialog-body.module.css'
import { CopyCheck } from './copy-check.tsx'

export function CheckDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Verify the saved copy" onClose={onClose}>
      <div className={`stack ${styles.form}`}>
        <CopyCheck />
        <p className={`actions ${styles.actions}`}>
          <button type="button" data-first-focus="" onClick={onClose}>
            Close
          </button>
        </p>
      </div>
    </Dialog>
  )
}
