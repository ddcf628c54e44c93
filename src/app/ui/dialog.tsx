/**
 * A modal dialog: the browser's own, so that focus stays inside and comes back to where it was. What
 * carries `data-first-focus` has the focus at first, else the first button.
 */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import styles from './dialog.module.css'

interface DialogProps {
  readonly title: string
  readonly wide?: boolean
  /** False while something runs that Esc must not end. */
  readonly closable?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

export function Dialog({ title, wide, closable = true, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()

  // Closed before it leaves the page: only then the browser gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    element?.querySelector<HTMLElement>('[data-first-focus]')?.focus()
    return () => element?.close()
  }, [])

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      data-wide={wide || undefined}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        if (closable) onClose()
      }}
    >
      <header className={styles.header}>
        <h2 id={id}>{title}</h2>
        {closable && (
          <button type="button" data-kind="quiet" aria-label="Close" onClick={onClose}>
            <span aria-hidden="true">✕</span>
          </button>
        )}
      </header>
      <div className={styles.body}>{children}</div>
    </dialog>
  )
}
