/** The counting of the blocks, offered with what it costs, or its progress and a way to end it. */
import type { ReactNode } from 'react'
import { useActions } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { ProgressBar } from '../ui/progress.tsx'

interface SurveyOfferProps {
  /** What it costs, in words. */
  readonly children: ReactNode
  /** Of the button. */
  readonly name: string
  readonly onCancel?: () => void
}

export function SurveyOffer({ children, name, onCancel }: SurveyOfferProps) {
  const { surveying } = useOpenFile()
  const { survey, cancelSurvey } = useActions()
  if (surveying) {
    return (
      <div className="row wide muted">
        <span>Counting the blocks…</span>
        <ProgressBar label="Counting the blocks" done={surveying.done} total={surveying.total} />
        <button
          type="button"
          onClick={() => {
            onCancel?.()
            cancelSurvey()
          }}
        >
          Cancel
        </button>
      </div>
    )
  }
  return (
    <div className="row wide muted">
      <span>{children}</span>
      <button type="button" onClick={() => void survey()}>
        {name}
      </button>
    </div>
  )
}
