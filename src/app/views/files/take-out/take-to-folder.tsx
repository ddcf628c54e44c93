/** Files of the guest into a folder that the user picks: how far it is, and what has become of it. */
import { useState } from 'react'
import { formatBytes, formatCount, plural } from '../../../../engine/bytes/format.ts'
import type { HashAlgorithm } from '../../../../engine/bytes/hash/hash-names.ts'
import type { SavedFiles, TakenPaths, Told } from '../../../../worker/protocol/files.ts'
import { progressText } from '../../../save/save-words.ts'
import { HashLine } from '../../../shared/hash-line.tsx'
import { errorInfo } from '../../../store/error-info.ts'
import { useActions, useApp } from '../../../store/use-app.ts'
import styles from '../../../ui/dialog-body.module.css'
import { download } from '../../../ui/download.ts'
import { Problem } from '../../../ui/problem.tsx'
import { ProgressBar } from '../../../ui/progress.tsx'
import { ToneIcon } from '../../../ui/tone-icon.tsx'
import { UntrustedText } from '../../../ui/untrusted-text.tsx'

interface TakeToFolderProps {
  readonly wish: TakenPaths
  readonly hash: HashAlgorithm | undefined
  readonly onDone: (isDone: boolean) => void
  readonly onClose: () => void
}

export function TakeToFolder({ wish, hash, onDone, onClose }: TakeToFolderProps) {
  const { saveFiles, cancelSave, announce } = useActions()
  const save = useApp((app) => app.save)
  const [problem, setProblem] = useState<string>()
  const [saved, setSaved] = useState<{ readonly folder: string; readonly files: SavedFiles }>()

  const take = async () => {
    setProblem(undefined)
    try {
      const folder = await window.showDirectoryPicker?.({ mode: 'readwrite', id: 'guest-files' })
      if (!folder) return
      const files = await saveFiles(folder, { ...wish, hash })
      setSaved({ folder: folder.name, files })
      onDone(true)
      announce(`Saved ${plural(files.files, 'file')}.`, true)
    } catch (thrown) {
      const { code, message } = errorInfo(thrown)
      // Whoever closes the browser's dialog has changed their mind; that is no error.
      if (code === 'aborted') announce('Nothing was saved, and nothing was left behind.')
      else setProblem(message)
    }
  }

  if (saved) return <Saved {...saved} onClose={onClose} />
  if (save.status === 'running') {
    return (
      <div className={`stack ${styles.form}`}>
        <ProgressBar label="Saving" done={save.done} total={save.total} />
        <p className="figures">
          {save.total > 0 ? progressText(save) : `${formatBytes(save.done)} written`}
        </p>
        <p className={`actions ${styles.actions}`}>
          <button type="button" aria-disabled={save.cancelling} onClick={cancelSave}>
            {save.cancelling ? 'Cancelling…' : 'Cancel'}
          </button>
        </p>
      </div>
    )
  }
  return (
    <div className={`stack ${styles.form}`}>
      <p className="muted">
        Names that the folder cannot hold are changed, and listed. A browser cannot set times or
        make links: an archive keeps both. Nothing in the folder is overwritten. If you cancel,
        everything made so far is removed.
      </p>
      {problem !== undefined && <Problem text={problem} />}
      <p className={`actions ${styles.actions}`}>
        <button type="button" data-kind="primary" onClick={() => void take()}>
          Choose folder and save…
        </button>
      </p>
    </div>
  )
}

interface SavedProps {
  readonly folder: string
  readonly files: SavedFiles
  readonly onClose: () => void
}

function Saved({ folder, files, onClose }: SavedProps) {
  const { record, hash, renamed, said, unreadableBytes } = files
  return (
    <div className={`stack ${styles.form}`}>
      <div className={`signed anywhere ${styles.ending}`} role="status">
        <ToneIcon sign={said.count > 0 || unreadableBytes > 0 ? 'warning' : 'ok'} />
        <div className="stack tight">
          <p>
            {plural(files.files, 'file')}
            {files.directories > 0 &&
              ` and ${plural(files.directories, 'directory', 'directories')}`}
            , {formatBytes(files.bytes)}, are in the folder <UntrustedText text={folder} />.
          </p>
          {unreadableBytes > 0 && (
            <p>{formatBytes(unreadableBytes)} of it cannot be read, and are zero.</p>
          )}
          {hash && <HashLine hash={hash} />}
          {record && !hash && <HashLine hash={record.hash} />}
        </div>
      </div>
      <ToldList title={`${plural(said.count, 'thing')} to know`} told={said} text={(one) => one} />
      <ToldList
        title={`${plural(renamed.count, 'name')} had to become another one`}
        told={renamed}
        text={({ path, saved }) => `${path} is ${saved}`}
      />
      <p className={`actions ${styles.actions}`}>
        {/* biome-ignore lint/a11y/noAutofocus: the button that had the focus is gone */}
        <button type="button" data-kind="primary" autoFocus onClick={onClose}>
          Done
        </button>
        {record && (
          <button
            type="button"
            onClick={() => download(record.blob, `${folder}.${record.hash.algorithm}`)}
          >
            Download the hashes of all files
          </button>
        )}
      </p>
    </div>
  )
}

interface ToldListProps<T> {
  readonly title: string
  readonly told: Told<T>
  readonly text: (one: T) => string
}

export function ToldList<T>({ title, told, text }: ToldListProps<T>) {
  if (told.count === 0) return null
  return (
    <details>
      <summary>{title}</summary>
      <ul className="stack tight anywhere">
        {told.first.map((one) => (
          <li key={text(one)}>
            <UntrustedText text={text(one)} />
          </li>
        ))}
        {told.count > told.first.length && (
          <li>and {formatCount(told.count - told.first.length)} more</li>
        )}
      </ul>
    </details>
  )
}
