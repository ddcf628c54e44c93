/** Saving the replayed copy: where, under which name, and how far it is. */
import { useState } from 'react'
import { formatBytes } from '../../engine/bytes/format.ts'
import { useApp } from '../hooks/use-app.ts'
import { useOpenFile } from '../hooks/use-open-file.ts'
import { copyName } from './copy-name.ts'
import { Dialog } from './dialog.tsx'
import { SaveAsDownload } from './save-as-download.tsx'
import styles from './save-dialog.module.css'
import { SaveProgress } from './save-progress.tsx'
import { SaveToFolder } from './save-to-folder.tsx'

type Way = 'folder' | 'download'

interface SaveDialogProps {
  readonly onClose: () => void
}

export function SaveDialog({ onClose }: SaveDialogProps) {
  const { name, inspection, staleSince } = useOpenFile()
  const save = useApp((state) => state.save)
  const forgetSave = useApp((state) => state.forgetSave)
  const folders = typeof window.showDirectoryPicker === 'function'
  const [way, setWay] = useState<Way>(folders ? 'folder' : 'download')
  // Here, so that it is still there after an attempt that failed.
  const [copy, setCopy] = useState(() => copyName(name))
  const running = save.status === 'running'
  const close = () => {
    forgetSave()
    onClose()
  }
  const size = inspection.replay?.sizeAfter ?? inspection.size

  return (
    <Dialog title="Save replayed copy" closable={!running} onClose={close}>
      <p className={styles.lead}>
        A new file of <strong>{formatBytes(size)}</strong>: this image with its log applied, closed
        cleanly. The original is not touched.
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
        (way === 'folder' ? <SaveToFolder name={copy} onName={setCopy} /> : <SaveAsDownload />)}
      {save.status !== 'idle' && <SaveProgress save={save} onClose={close} />}
    </Dialog>
  )
}
