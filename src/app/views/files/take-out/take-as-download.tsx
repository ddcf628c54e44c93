/** A file, or several as an archive, as a download: slices of the open file, put together by the browser as it writes. */
import { useEffect, useRef, useState } from 'react'
import { formatBytes } from '../../../../engine/bytes/format.ts'
import type { Hash, HashAlgorithm } from '../../../../engine/bytes/hash/hash-names.ts'
import { visibleText } from '../../../../engine/bytes/visible-text.ts'
import type { TakenOut, TakenPaths, TakenTar } from '../../../../worker/protocol/files.ts'
import type { Progress } from '../../../../worker/protocol/protocol.ts'
import { HashLine } from '../../../shared/hash-line.tsx'
import { errorInfo } from '../../../store/error-info.ts'
import { useAppStore } from '../../../store/use-app.ts'
import styles from '../../../ui/dialog-body.module.css'
import { Problem } from '../../../ui/problem.tsx'
import { ProgressBar } from '../../../ui/progress.tsx'
import { UntrustedText } from '../../../ui/untrusted-text.tsx'
import { isNode } from '../file-detail.tsx'
import type { Taken } from './take-out-dialog.tsx'
import { ToldList } from './take-to-folder.tsx'

type Made =
  | { readonly status: 'idle' }
  | { readonly status: 'making'; readonly progress?: Progress }
  | {
      readonly status: 'made'
      readonly url: string
      readonly taken: TakenOut & Partial<TakenTar>
      readonly hash: Hash | undefined
    }
  | { readonly status: 'failed'; readonly message: string }

/** No system has them in a name, and some browsers would cut it there; all else the browser makes safe itself. */
const FORBIDDEN = /[/\\:*?"<>|]/g

interface TakeAsDownloadProps {
  readonly wish: TakenPaths
  /** That is downloaded as it is; an archive of all paths where there is none. */
  readonly file: Taken | undefined
  /** Of the file, or of what is in the archive. */
  readonly name: string
  readonly hash: HashAlgorithm | undefined
}

export function TakeAsDownload({ wish, file, name: given, hash: algorithm }: TakeAsDownloadProps) {
  const store = useAppStore()
  const [made, setMade] = useState<Made>({ status: 'idle' })
  const controller = useRef<AbortController>(undefined)
  const whole = file?.stream === undefined ? given : `${given}:${file.stream}`
  const safe = visibleText(whole).replace(FORBIDDEN, '_')
  const name = file ? safe : `${safe}.tar`
  const url = made.status === 'made' ? made.url : undefined

  // The browser reads from the address for as long as the download takes: it lives as long as the dialog.
  useEffect(() => () => URL.revokeObjectURL(url ?? ''), [url])
  useEffect(() => () => controller.current?.abort(), [])

  const make = async () => {
    setMade({ status: 'making' })
    const abort = new AbortController()
    controller.current = abort
    const { signal } = abort
    const { call } = store.getState()
    const onProgress = (progress: Progress) => setMade({ status: 'making', progress })
    const fileOf = async ({ path, stream }: Taken): Promise<TakenOut> => {
      const { state, volume } = wish
      const at = (await call('files.stat', { states: [state], volume, path }, { signal }))[state]
      if (!isNode(at)) throw new Error(at?.reason ?? 'There is no such file in this state.')
      return call('files.blob', { state, volume, node: at.node, stream }, { signal })
    }
    try {
      const taken = file
        ? await fileOf(file)
        : await call('files.tar', wish, { signal, onProgress })
      const { blob } = taken
      const hash =
        algorithm && (await call('hash.blob', { blob, algorithm }, { signal, onProgress }))
      if (signal.aborted) return setMade({ status: 'idle' })
      setMade({ status: 'made', url: URL.createObjectURL(blob), taken, hash })
    } catch (thrown) {
      const message = thrown instanceof Error ? errorOf(thrown) : String(thrown)
      setMade(signal.aborted ? { status: 'idle' } : { status: 'failed', message })
    }
  }

  return (
    <div className={`stack ${styles.form}`}>
      <p className="muted">
        The browser writes the file and shows how far it is. Nothing is verified on the way.
      </p>
      {made.status === 'making' && made.progress && (
        <ProgressBar label="Preparing" done={made.progress.done} total={made.progress.total} />
      )}
      {made.status === 'failed' && <Problem text={made.message} />}
      {made.status === 'made' && (
        <>
          {made.taken.unreadableBytes > 0 && (
            <Problem
              text={`${formatBytes(made.taken.unreadableBytes)} of it cannot be read, and are zero.`}
            />
          )}
          {made.taken.said && (
            <ToldList
              title="What is not in it, or not whole"
              told={made.taken.said}
              text={(one) => one}
            />
          )}
          {made.hash && <HashLine hash={made.hash} />}
        </>
      )}
      <p className={`actions ${styles.actions}`}>
        {made.status === 'made' ? (
          <a
            className="button"
            data-kind="primary"
            href={made.url}
            download={name}
            onClick={() => {
              const { blob, unreadableBytes } = made.taken
              store.getState().noteWritten({
                kind: file ? 'guest-file' : 'guest-tar',
                name,
                size: blob.size,
                hash: made.hash,
                isDownload: true,
                unreadableBytes,
              })
            }}
          >
            <span>
              Download <UntrustedText text={name} />, {formatBytes(made.taken.blob.size)}
            </span>
          </a>
        ) : (
          <button
            type="button"
            data-kind="primary"
            aria-disabled={made.status === 'making'}
            onClick={() => {
              if (made.status !== 'making') void make()
            }}
          >
            {made.status === 'making'
              ? 'Preparing…'
              : file
                ? 'Prepare the file'
                : 'Prepare the archive'}
          </button>
        )}
        {made.status === 'making' && (
          <button type="button" onClick={() => controller.current?.abort()}>
            Cancel
          </button>
        )}
      </p>
    </div>
  )
}

const errorOf = (thrown: Error): string => errorInfo(thrown).message
