/** The counting of the blocks, offered with what it costs, or its progress. */
import type { ReactNode } from 'react'
import { useActions } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { ProgressBar } from '../ui/progress.tsx'

interface SurveyOfferProps {
  /** What it costs, in words. */
  readonly children: ReactNode
  /** Of the button. */
  readonly name: string
}

export function SurveyOffer({ children, name }: SurveyOfferProps) {
  const { surveying } = useOpenFile()
  const { survey } = useActions()
  if (surveying) {
    return (
      <div className="row wide muted">
        <span>Counting the blocks…</span>
        <ProgressBar label="Counting the blocks" done={surveying.done} total={surveying.total} />
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
