/** A saved file beside what was to be saved: how far the comparison is, and how it ended. */
import { useEffect } from 'react'
import { exactSize, formatBytes, formatCount, formatHex } from '../../engine/bytes/format.ts'
import type { CopyComparison } from '../../worker/protocol/save.ts'
import type { CheckJob } from '../store/saving/checking-state.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { ProgressBar } from '../ui/progress.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'
import { UntrustedText } from '../ui/untrusted-text.tsx'
import { progressText } from './save-words.ts'

const byte = (value: number): string => formatHex(value, 2)

/** What follows the name of the file. */
function resultText(result: CopyComparison): string {
  switch (result.kind) {
    case 'same':
      return `is exactly what was to be saved: all ${formatCount(result.size)} bytes are the same.`
    case 'differs':
      return `is not what was to be saved. The first difference is at ${formatHex(result.at)}: ${byte(result.found)} instead of ${byte(result.expected)}. Do not use this file.`
    case 'other-size':
      return `is not what was to be saved: it is ${exactSize(result.found)}, the copy is ${exactSize(result.expected)}. ${
        result.found < result.expected
          ? 'Perhaps the download has not ended, or it is another file.'
          : 'It is another file, or something was appended to it.'
      }`
  }
}

function Name({ text }: { readonly text: string }) {
  return (
    <strong>
      <UntrustedText text={text} />
    </strong>
  )
}

function Outcome({ check }: { readonly check: CheckJob }) {
  switch (check.status) {
    case 'idle':
      return null
    case 'running':
      return (
        <p>
          Comparing <Name text={check.name} /> with what was to be saved, {formatBytes(check.total)}
          .
        </p>
      )
    case 'compared': {
      const same = check.result.kind === 'same'
      return (
        <p className="signed anywhere" role={same ? 'status' : 'alert'}>
          <ToneIcon sign={same ? 'ok' : 'error'} />
          <span>
            <Name text={check.name} /> {resultText(check.result)}
          </span>
        </p>
      )
    }
    case 'failed':
      return (
        <p className="signed anywhere" role="alert">
          <ToneIcon sign="error" />
          <span>
            <Name text={check.name} /> could not be compared. {check.message}
          </span>
        </p>
      )
  }
}

export function CopyCheck() {
  const check = useApp((state) => state.check)
  const { forgetCheck } = useActions()
  // Whoever has closed the dialog wants no answer any more.
  useEffect(() => forgetCheck, [forgetCheck])
  if (check.status === 'idle') return null
  return (
    <div className="stack tight">
      <Outcome check={check} />
      {check.status === 'running' && (
        <>
          <ProgressBar label="Comparing" done={check.done} total={check.total} />
          <p className="figures">{progressText(check)}</p>
          <p className="actions">
            <button type="button" onClick={forgetCheck}>
              Cancel
            </button>
          </p>
        </>
      )}
    </div>
  )
}
