/** The copy as a download: pieces of the file and patches, put together by the browser as it writes. */
import { useEffect, useState } from 'react'
import type { DiskWindow } from '../../worker/protocol.ts'
import { useAppStore } from '../hooks/use-app.ts'
import { useOpenFile } from '../hooks/use-open-file.ts'
import { errorInfo } from '../store/error-info.ts'
import type { SavedImage } from '../store/state.ts'
import { copyName } from './copy-name.ts'
import styles from './save-dialog.module.css'

type Made =
  | { readonly status: 'idle' | 'making' }
  | { readonly status: 'made'; readonly url: string }
  | { readonly status: 'failed'; readonly message: string }

interface SaveAsDownloadProps {
  readonly what: SavedImage
  /** Where it is a part of the disk that is saved, with the name of its file. */
  readonly disk?: DiskWindow | undefined
  readonly name?: string | undefined
}

export function SaveAsDownload({ what, disk, name: given }: SaveAsDownloadProps) {
  const store = useAppStore()
  const { name: source } = useOpenFile()
  const [made, setMade] = useState<Made>({ status: 'idle' })
  const [started, setStarted] = useState(false)
  const name = given ?? (what === 'kept' ? source : copyName(source))
  const url = made.status === 'made' ? made.url : undefined

  // The browser reads from the address for as long as the download takes: it lives as long as the dialog.
  useEffect(() => () => URL.revokeObjectURL(url ?? ''), [url])

  const make = async () => {
    setMade({ status: 'making' })
    const { call } = store.getState()
    try {
      const { changed } = await call('checkSource', {})
      if (changed) throw { code: 'file-changed', message: 'The file changed since it was opened.' }
      const blob = disk
        ? await call('makeDiskBlob', disk)
        : await call(what === 'kept' ? 'blobOfKept' : 'makeCopy', {})
      setMade({ status: 'made', url: URL.createObjectURL(blob) })
    } catch (thrown) {
      setMade({ status: 'failed', message: errorInfo(thrown).message })
    }
  }

  return (
    <div className={styles.form}>
      <p className={styles.hint}>
        The browser writes the file and shows how far it is. Nothing is verified on the way
        {disk ? '.' : ': drop the finished file here to check it.'}
      </p>
      {made.status === 'failed' && (
        <p className={styles.problem} role="alert">
          {made.message}
        </p>
      )}
      <p className={styles.actions}>
        {url === undefined ? (
          <button
            type="button"
            data-kind="primary"
            aria-disabled={made.status === 'making'}
            onClick={() => {
              if (made.status !== 'making') void make()
            }}
          >
            {made.status === 'making' ? 'Preparing…' : 'Prepare the copy'}
          </button>
        ) : (
          <a
            className="button"
            data-kind="primary"
            href={url}
            download={name}
            onClick={() => setStarted(true)}
          >
            Download {name}
          </a>
        )}
      </p>
      {started && (
        <p role="status">
          Keep this tab and this dialog open until the download has ended.
          {disk ? '' : ' Then drop the saved file here to verify it.'}
        </p>
      )}
    </div>
  )
}
