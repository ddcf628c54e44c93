/** One image of the workbench: what it is, and what can be done with it. */
import { useState } from 'react'
import { formatBytes, formatCount } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import type { KeptImage } from '../../../worker/protocol/workbench.ts'
import { useActions, useAppStore } from '../../store/use-app.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './home-view.module.css'

export function KeptRow({ image }: { readonly image: KeptImage }) {
  const { name, size, modified } = image
  const store = useAppStore()
  const { openKept, removeKept } = useActions()
  const [asked, setAsked] = useState(false)
  const shown = visibleText(name)
  // An export reads the open image, which is checked on the way.
  const exportIt = async () => {
    await openKept(name)
    const { session, showDialog } = store.getState()
    if (session.status === 'open') showDialog('export')
  }
  return (
    <li>
      <button
        type="button"
        data-kind="link"
        className={styles.keptName}
        onClick={() => void openKept(name)}
      >
        <UntrustedText text={name} />
      </button>
      <span className={`muted numbers ${styles.size}`} title={`${formatCount(size)} bytes`}>
        {formatBytes(size)}
      </span>
      <time className="muted numbers" dateTime={new Date(modified).toISOString()}>
        {new Date(modified).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
      </time>
      <span className="actions tight">
        <button
          type="button"
          data-kind="quiet"
          aria-label={`Export ${shown}…`}
          onClick={() => void exportIt()}
        >
          Export…
        </button>
        <button
          type="button"
          data-kind="quiet"
          aria-label={`Delete ${shown}…`}
          onClick={() => setAsked(true)}
        >
          Delete…
        </button>
      </span>
      {asked && (
        <ConfirmDialog
          title="Delete this image?"
          confirm="Delete"
          onConfirm={() => void removeKept(name)}
          onClose={() => setAsked(false)}
        >
          <UntrustedText text={name} />, {formatBytes(size)}, is removed from the workbench and
          cannot be brought back. The file that it was made from stays as it is.
        </ConfirmDialog>
      )}
    </li>
  )
}
