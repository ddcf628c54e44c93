/** What is in a file: as text, as bytes, or as a picture that the browser draws when it is asked to. */
import { useEffect, useState } from 'react'
import { formatBytes } from '../../../../engine/bytes/format.ts'
import type { OfNode } from '../../../../worker/protocol/files.ts'
import { errorInfo } from '../../../store/error-info.ts'
import { useActions } from '../../../store/use-app.ts'
import { usePage } from '../../../store/use-page.ts'
import { Problem } from '../../../ui/problem.tsx'
import { type Tab, Tabs } from '../../../ui/tabs.tsx'
import styles from '../files-view.module.css'
import { ContentHex } from './content-hex.tsx'
import { looksLikeText, pictureType, textOf } from './preview-kind.ts'

/** Of a text so much is shown. */
const TEXT = 64 * 1024
/** Larger pictures are not drawn. */
const MAX_PICTURE = 64 * 1024 * 1024

type Way = 'text' | 'hex' | 'picture'

interface ContentPreviewProps {
  readonly of: OfNode
  readonly name: string
  readonly size: number
}

export function ContentPreview({ of, name, size }: ContentPreviewProps) {
  const [wanted, setWanted] = useState<Way>()
  const { data, error } = usePage(
    'files.read',
    size > 0 ? { ...of, offset: 0, length: Math.min(size, TEXT) } : undefined,
  )
  if (size === 0) return null
  if (error) return <Problem text={error.message} />
  if (!data) return <p className="muted">Reading…</p>
  const type = size <= MAX_PICTURE ? pictureType(data.bytes) : undefined
  const tabs: readonly Tab<Way>[] = [
    { id: 'text', name: 'Text' },
    { id: 'hex', name: 'Bytes' },
    ...(type ? [{ id: 'picture' as const, name: 'Picture' }] : []),
  ]
  const way = wanted ?? (looksLikeText(data.bytes) ? 'text' : 'hex')
  return (
    <section aria-labelledby="content" className="stack tight">
      <h3 id="content">What is in it</h3>
      <Tabs label="How it is shown" tabs={tabs} chosen={way} onChoose={setWanted}>
        {way === 'text' && <Text bytes={data.bytes} size={size} />}
        {way === 'hex' && (
          <div className={styles.hex}>
            <ContentHex of={of} size={size} />
          </div>
        )}
        {way === 'picture' && type && <Picture of={of} name={name} type={type} />}
      </Tabs>
    </section>
  )
}

function Text({ bytes, size }: { readonly bytes: Uint8Array; readonly size: number }) {
  return (
    <>
      <section
        className={`frame ${styles.text}`}
        aria-label="Text of the file"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        tabIndex={0}
      >
        <pre>{textOf(bytes)}</pre>
      </section>
      {size > bytes.length && (
        <p className="small muted">The first {formatBytes(bytes.length)} of it.</p>
      )}
    </>
  )
}

interface PictureProps {
  readonly of: OfNode
  readonly name: string
  readonly type: string
}

function Picture({ of, name, type }: PictureProps) {
  const { call } = useActions()
  const [url, setUrl] = useState<string>()
  const [problem, setProblem] = useState<string>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another content there is another one of these
  useEffect(() => {
    const abort = new AbortController()
    let made: string | undefined
    call('files.blob', of, { signal: abort.signal }).then(
      ({ blob }) => {
        if (abort.signal.aborted) return
        made = URL.createObjectURL(blob.slice(0, blob.size, type))
        setUrl(made)
      },
      (thrown: unknown) => {
        if (!abort.signal.aborted) setProblem(errorInfo(thrown).message)
      },
    )
    return () => {
      abort.abort()
      if (made !== undefined) URL.revokeObjectURL(made)
    }
  }, [])
  if (problem !== undefined) return <Problem text={problem} />
  if (url === undefined) return <p className="muted">Reading…</p>
  return (
    <img
      className={`frame ${styles.picture}`}
      src={url}
      alt={`What the browser makes of ${name}`}
      onError={() => setProblem('The browser cannot draw this picture.')}
    />
  )
}
