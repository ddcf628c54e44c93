/** A question before something that cannot be taken back. The focus is on the answer that changes nothing. */
import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'
import styles from './dialog-body.module.css'

interface ConfirmDialogProps {
  readonly title: string
  /** The answer that does it. */
  readonly confirm: string
  readonly onConfirm: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

export function ConfirmDialog({
  title,
  confirm,
  onConfirm,
  onClose,
  children,
}: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p className={styles.lead}>{children}</p>
      <p className={`actions ${styles.actions}`}>
        <button
          type="button"
          data-kind="primary"
          onClick={() => {
            onClose()
            onConfirm()
          }}
        >
          {confirm}
        </button>
        <button type="button" data-first-focus="" onClick={onClose}>
          Cancel
        </button>
      </p>
    </Dialog>
  )
}
