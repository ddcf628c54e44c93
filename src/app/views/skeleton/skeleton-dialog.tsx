/** A skeleton of the open file, to be shown to others: what remains in it, before it is handed out. */
import { useState } from 'react'
import { formatBytes } from '../../../engine/bytes/format.ts'
import {
  leftOutWords,
  remainsWords,
  SKELETON_IS,
  skeletonName,
} from '../../../engine/skeleton/skeleton-words.ts'
import { errorInfo } from '../../store/error-info.ts'
import { useActions } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { download, HANDED_OVER } from '../../ui/download.ts'
import { Problem } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress.tsx'

interface SkeletonDialogProps {
  readonly onClose: () => void
}

export function SkeletonDialog({ onClose }: SkeletonDialogProps) {
  const { name } = useOpenFile()
  const { call, announce, noteWritten } = useActions()
  const [blankPaths, setBlankPaths] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const { data, error, progress } = usePage('skeleton.contents', { name, blankPaths })
  const save = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const blob = await call('skeleton.make', { name, blankPaths })
      const made = blankPaths ? 'image.skeleton.gz' : skeletonName(name)
      download(blob, made)
      const { size } = blob
      noteWritten({ kind: 'skeleton', name: made, size, isDownload: true, unreadableBytes: 0 })
      announce(`The skeleton, ${formatBytes(blob.size)}, is ${HANDED_OVER}.`)
      onClose()
    } catch (thrown) {
      setProblem(errorInfo(thrown).message)
      setBusy(false)
    }
  }
  const failure = problem ?? error?.message
  return (
    <Dialog title="A skeleton to share" wide closable={!isBusy} onClose={onClose}>
      <div className="stack wide">
        <p className="prose">{SKELETON_IS}</p>
        {failure !== undefined && <Problem text={failure} />}
        {!data && !error && (
          <>
            <p role="status">Looking at what would be in it…</p>
            {progress && <ProgressBar {...progress} label="Reading the structures" />}
          </>
        )}
        {data && (
          <>
            <Sentences title="What remains in it" sentences={remainsWords(data)} />
            <Sentences title="What does not" sentences={leftOutWords(data)} />
            <label>
              <input
                type="checkbox"
                checked={blankPaths}
                disabled={isBusy}
                onChange={(event) => setBlankPaths(event.target.checked)}
              />{' '}
              Blank the paths of parents, and leave out the name of the file
            </label>
            <p className="actions">
              <button
                type="button"
                data-kind="primary"
                data-first-focus=""
                disabled={isBusy}
                onClick={() => void save()}
              >
                {isBusy ? 'Making it…' : 'Download the skeleton'}
              </button>
            </p>
          </>
        )}
      </div>
    </Dialog>
  )
}

interface SentencesProps {
  readonly title: string
  readonly sentences: readonly string[]
}

const Sentences = ({ title, sentences }: SentencesProps) => (
  <section aria-label={title}>
    <h3>{title}</h3>
    <ul className="stack tight prose">
      {sentences.map((sentence) => (
        <li key={sentence}>
          <bdi>{sentence}</bdi>
        </li>
      ))}
    </ul>
  </section>
)
