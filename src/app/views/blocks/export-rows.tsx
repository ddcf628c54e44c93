/** The rows of the table as a file: CSV or JSON, made by the worker while one may go on. */
import { useEffect, useRef, useState } from 'react'
import type { BatTextFormat } from '../../../engine/blocks/bat-text.ts'
import type { Calls, Progress } from '../../../worker/protocol/protocol.ts'
import { errorInfo } from '../../store/error-info.ts'
import { useActions } from '../../store/use-app.ts'
import { download } from '../../ui/download.ts'
import { ProgressBar } from '../../ui/progress.tsx'

const FORMATS = [
  { format: 'csv', name: 'Export as CSV' },
  { format: 'json', name: 'Export as JSON' },
] as const satisfies readonly { readonly format: BatTextFormat; readonly name: string }[]

const NO_PROGRESS: Progress = { done: 0, total: 0 }

interface ExportRowsProps {
  readonly query: Omit<Calls['blocks.export']['params'], 'format'>
}

export function ExportRows({ query }: ExportRowsProps) {
  const { call, announce } = useActions()
  const running = useRef<AbortController>(undefined)
  const [progress, setProgress] = useState<Progress>()
  const [error, setError] = useState<string>()
  useEffect(() => () => running.current?.abort(), [])

  const start = async (format: BatTextFormat) => {
    const controller = new AbortController()
    const { signal } = controller
    running.current = controller
    setError(undefined)
    setProgress(NO_PROGRESS)
    try {
      const blob = await call(
        'blocks.export',
        { ...query, format },
        { signal, onProgress: setProgress },
      )
      if (signal.aborted) return
      download(blob, `blocks.${format}`)
      announce(`The rows were exported as blocks.${format}.`)
    } catch (thrown) {
      if (!signal.aborted) setError(errorInfo(thrown).message)
    } finally {
      setProgress(undefined)
    }
  }

  return (
    <div className="row wide">
      {progress ? (
        <>
          <ProgressBar label="Exporting the rows" {...progress} />
          <button type="button" onClick={() => running.current?.abort()}>
            Cancel export
          </button>
        </>
      ) : (
        FORMATS.map(({ format, name }) => (
          <button key={format} type="button" onClick={() => void start(format)}>
            {name}
          </button>
        ))
      )}
      {error && <p role="alert">{error}</p>}
    </div>
  )
}
