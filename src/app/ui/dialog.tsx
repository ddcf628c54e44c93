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

function show(dialog: HTMLDialogElement): void {
  dialog.showModal()
  dialog.querySelector<HTMLElement>('[data-first-focus]')?.focus()
}

export function Dialog({ title, wide, closable = true, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()

  // Closed before it leaves the page: only then the browser gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current
    if (element) show(element)
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
      // Whom Esc was refused once, the browser does not ask again: it closes the dialog.
      onClose={({ currentTarget }) => {
        if (closable) onClose()
        else show(currentTarget)
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
