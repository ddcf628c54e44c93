/** Asks what files are for that were dropped while a child disk is open. */
import { useActions, useApp } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { Dialog } from '../ui/dialog.tsx'
import styles from '../ui/dialog-body.module.css'
import { UntrustedText } from '../ui/untrusted-text.tsx'

export function DroppedDialog({ onClose }: { readonly onClose: () => void }) {
  const { name } = useOpenFile()
  const dropped = useApp((state) => state.dropped)
  const { takeDropped } = useActions()
  const one = dropped.length === 1
  return (
    <Dialog title={one ? 'What is this file for?' : 'What are these files for?'} onClose={onClose}>
      <p className={styles.lead}>
        <UntrustedText text={name} /> is a child disk. Should{' '}
        {dropped.map(({ file }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
          <span key={index}>
            {index > 0 && ', '}
            <strong>
              <UntrustedText text={file.name} />
            </strong>
          </span>
        ))}{' '}
        be added to its parents, or opened in its place?
      </p>
      <p className={`actions ${styles.actions}`}>
        <button
          type="button"
          data-kind="primary"
          data-first-focus=""
          onClick={() => void takeDropped('parents')}
        >
          Add as {one ? 'parent' : 'parents'}
        </button>
        <button type="button" onClick={() => void takeDropped('open')}>
          Open instead
        </button>
        <button type="button" onClick={onClose}>
          Cancel
        </button>
      </p>
    </Dialog>
  )
}
