/** Saving a copy of the open image: where, under which name, and how far it is. */
import { useState } from 'react'
import { formatBytes } from '../../engine/bytes/format.ts'
import { useApp } from '../hooks/use-app.ts'
import { useOpenFile } from '../hooks/use-open-file.ts'
import type { SavedImage } from '../store/state.ts'
import { copyName } from './copy-name.ts'
import { Dialog } from './dialog.tsx'
import { SaveAsDownload } from './save-as-download.tsx'
import styles from './save-dialog.module.css'
import { SaveProgress } from './save-progress.tsx'
import { SaveToFolder } from './save-to-folder.tsx'
import { SAVE_WORDS } from './save-words.ts'

type Way = 'folder' | 'download'

interface SaveDialogProps {
  readonly what: SavedImage
  readonly onClose: () => void
}

export function SaveDialog({ what, onClose }: SaveDialogProps) {
  const { name, inspection, staleSince } = useOpenFile()
  const save = useApp((state) => state.save)
  const forgetSave = useApp((state) => state.forgetSave)
  const edits = useApp((state) => state.edits.length)
  const folders = typeof window.showDirectoryPicker === 'function'
  const [way, setWay] = useState<Way>(folders ? 'folder' : 'download')
  // Here, so that it is still there after an attempt that failed.
  const [copy, setCopy] = useState(() => (what === 'kept' ? name : copyName(name)))
  const running = save.status === 'running'
  const close = () => {
    forgetSave()
    onClose()
  }
  const { title, lead } = SAVE_WORDS[what]
  const after = what === 'replayed' ? inspection.replay?.sizeAfter : undefined

  return (
    <Dialog title={title} closable={!running} onClose={close}>
      <p className={styles.lead}>
        A new file of <strong>{formatBytes(after ?? inspection.size)}</strong>: {lead}
        {edits > 0 && ` The pending edits are not in it: commit them first.`}
      </p>
      {staleSince !== undefined && (
        <p className={styles.problem} role="alert">
          The file changed since it was opened. Close this dialog and read it again.
        </p>
      )}
      {folders && save.status === 'idle' && (
        <fieldset className={styles.ways}>
          <legend className="unseen">How to save</legend>
          <label>
            <input
              type="radio"
              name="way"
              checked={way === 'folder'}
              onChange={() => setWay('folder')}
            />
            Into a folder, verified afterwards
          </label>
          <label>
            <input
              type="radio"
              name="way"
              checked={way === 'download'}
              onChange={() => setWay('download')}
            />
            As a download of the browser
          </label>
        </fieldset>
      )}
      {staleSince === undefined &&
        save.status === 'idle' &&
        (way === 'folder' ? (
          <SaveToFolder what={what} name={copy} onName={setCopy} />
        ) : (
          <SaveAsDownload what={what} />
        ))}
      {save.status !== 'idle' && <SaveProgress what={what} save={save} onClose={close} />}
    </Dialog>
  )
}
