/** Name and folder of the copy. The folder is the browser's question, the name is ours. */

import { useState } from 'react'
import type { HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { ImageWish } from '../../worker/protocol/disk.ts'
import { errorInfo } from '../store/error-info.ts'
import type { SavedImage } from '../store/state.ts'
import { useActions } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import styles from '../ui/dialog-body.module.css'
import { nameProblem } from './copy-name.ts'
import { NameField } from './name-field.tsx'

interface SaveToFolderProps {
  readonly what: SavedImage
  /** Where it is a part of the disk that is saved. */
  readonly disk?: ImageWish | undefined
  readonly hash: HashAlgorithm | undefined
  readonly name: string
  readonly onName: (name: string) => void
}

const NAME_LABELS: Partial<Record<SavedImage, string>> = {
  disk: 'Name of the raw image',
  image: 'Name of the new image',
}

export function SaveToFolder({ what, disk, hash, name, onName }: SaveToFolderProps) {
  const { name: source } = useOpenFile()
  const { saveCopy } = useActions()
  const [refused, setRefused] = useState<string>()
  const problem = nameProblem(name, what === 'kept' ? undefined : source)

  const choose = async () => {
    setRefused(undefined)
    let folder: FileSystemDirectoryHandle | undefined
    try {
      folder = await window.showDirectoryPicker?.({ mode: 'readwrite', id: 'replayed-copy' })
    } catch (thrown) {
      const { code, message } = errorInfo(thrown)
      // Whoever closes the browser's dialog has changed their mind; that is no error.
      setRefused(code === 'aborted' ? undefined : message)
    }
    if (folder) await saveCopy(folder, name, { what, disk, hash })
  }

  return (
    <form
      className={`stack ${styles.form}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (problem === undefined) void choose()
      }}
    >
      <NameField
        label={NAME_LABELS[what] ?? 'Name of the copy'}
        name={name}
        problem={problem}
        hint="A name that exists in the folder is refused; nothing is overwritten."
        onName={onName}
      />
      <p className="muted">
        The folder must have room for all of it, which the browser cannot check beforehand. It
        refuses Desktop, Documents and Downloads themselves; choose or create a folder inside.
      </p>
      {refused && (
        <p className="wrong" role="alert">
          {refused}
        </p>
      )}
      <p className={`actions ${styles.actions}`}>
        <button type="submit" data-kind="primary" disabled={problem !== undefined}>
          Choose folder and save…
        </button>
      </p>
    </form>
  )
}
