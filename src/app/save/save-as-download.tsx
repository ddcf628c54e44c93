/** The copy as a download: pieces of the file and patches, put together by the browser as it writes. */
import { useEffect, useRef, useState } from 'react'
import type { Hash, HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { WrittenFile } from '../../engine/inspect/evidence.ts'
import type { ImageWish } from '../../worker/protocol/disk.ts'
import type { Progress } from '../../worker/protocol/protocol.ts'
import { useChooseFor } from '../shared/file-chooser.tsx'
import { HashLine } from '../shared/hash-line.tsx'
import { errorInfo } from '../store/error-info.ts'
import { writtenKind } from '../store/saving/saving-state.ts'
import type { SavedImage } from '../store/state.ts'
import { useAppStore } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import styles from '../ui/dialog-body.module.css'
import { Problem } from '../ui/problem.tsx'
import { ProgressBar } from '../ui/progress.tsx'
import { CopyCheck } from './copy-check.tsx'
import { copyName } from './copy-name.ts'
import { progressText } from './save-words.ts'

type Made =
  | { readonly status: 'idle' }
  | { readonly status: 'making'; readonly progress?: Progress }
  | {
      readonly status: 'made'
      readonly url: string
      readonly blob: Blob
      readonly hash: Hash | undefined
      /** As the report has it. */
      readonly file: Omit<WrittenFile, 'finished' | 'name'>
    }
  | { readonly status: 'failed'; readonly message: string }

interface SaveAsDownloadProps {
  readonly what: SavedImage
  /** Where it is a part of the disk that is saved, with the name of its file. */
  readonly disk?: ImageWish | undefined
  readonly hash: HashAlgorithm | undefined
  readonly name?: string | undefined
}

export function SaveAsDownload({ what, disk, hash: algorithm, name: given }: SaveAsDownloadProps) {
  const store = useAppStore()
  const { name: source } = useOpenFile()
  const [made, setMade] = useState<Made>({ status: 'idle' })
  const [started, setStarted] = useState(false)
  const chooseSaved = useChooseFor((file) => void store.getState().checkSaved([file]))
  const name =
    given ?? (what === 'replayed' || what === 'salvaged' ? copyName(source, what) : source)
  const url = made.status === 'made' ? made.url : undefined

  // The browser reads from the address for as long as the download takes: it lives as long as the dialog.
  useEffect(() => () => URL.revokeObjectURL(url ?? ''), [url])

  const controller = useRef<AbortController>(undefined)
  // Whoever has closed the dialog wants no hash any more.
  useEffect(() => () => controller.current?.abort(), [])

  const make = async () => {
    setMade({ status: 'making' })
    const abort = new AbortController()
    controller.current = abort
    const { signal } = abort
    const { call } = store.getState()
    try {
      const { blob, ...gaps } = disk
        ? await call('disk.blob', disk, { signal })
        : {
            blob: await call(what === 'kept' ? 'workbench.blob' : 'save.blob', {}, { signal }),
            unreadableBytes: 0,
          }
      const onProgress = (progress: Progress) => setMade({ status: 'making', progress })
      const hash =
        algorithm && (await call('hash.blob', { blob, algorithm }, { signal, onProgress }))
      if (signal.aborted) return setMade({ status: 'idle' })
      const kind = writtenKind(what, disk)
      const file = { kind, size: blob.size, hash, isDownload: true, ...gaps }
      setMade({ status: 'made', url: URL.createObjectURL(blob), blob, hash, file })
    } catch (thrown) {
      setMade(
        signal.aborted
          ? { status: 'idle' }
          : { status: 'failed', message: errorInfo(thrown).message },
      )
    }
  }

  return (
    <div className={`stack ${styles.form}`}>
      <p className="muted">
        The browser writes the file and shows how far it is. It verifies nothing: compare the saved
        file here afterwards.
      </p>
      {made.status === 'making' && made.progress && (
        <>
          <ProgressBar label="Hash" done={made.progress.done} total={made.progress.total} />
          <span className="figures">{progressText({ ...made.progress, pace: undefined })}</span>
        </>
      )}
      {made.status === 'made' && made.hash && (
        <div>
          <HashLine hash={made.hash} />
          <p className="muted">
            That is of what the browser is given. The finished download is right when it has the
            same.
          </p>
        </div>
      )}
      {made.status === 'failed' && <Problem text={made.message} />}
      <p className={`actions ${styles.actions}`}>
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
            onClick={() => {
              setStarted(true)
              if (made.status !== 'made') return
              store.getState().noteWritten({ ...made.file, name })
              store.getState().handOut({ name, blob: made.blob })
            }}
          >
            Download {name}
          </a>
        )}
        {made.status === 'making' && algorithm && (
          <button type="button" onClick={() => controller.current?.abort()}>
            Cancel
          </button>
        )}
      </p>
      {started && (
        <div className="stack" data-drop="copy">
          <p role="status">
            Keep this tab and this dialog open until the download has ended. Then drop the saved
            file here to verify it: it is compared with what was to be saved.
          </p>
          <p className="actions">
            <button type="button" onClick={chooseSaved}>
              Choose the saved file…
            </button>
          </p>
          <CopyCheck />
        </div>
      )}
    </div>
  )
}
