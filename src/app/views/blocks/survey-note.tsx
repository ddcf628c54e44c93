/** The counting of the blocks: started by itself where it is quick, else offered; with its progress, and a way to end it. */
import { useEffect, useState } from 'react'
import { formatBytes, plural } from '../../../engine/bytes/format.ts'
import { BAT_ENTRY_SIZE } from '../../../engine/format/layout.ts'
import { isSurveyed } from '../../../engine/inspect/is-surveyed.ts'
import { SurveyOffer } from '../../shared/survey-offer.tsx'
import { useActions } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'

/** A BAT of this many entries is 32 MiB: read in a blink. */
const COUNTED_UNASKED = 4 * 2 ** 20

export function SurveyNote({ entries }: { readonly entries: number }) {
  const { inspection, surveying } = useOpenFile()
  const { survey, cancelSurvey } = useActions()
  const [cancelled, setCancelled] = useState(false)
  const unasked = entries <= COUNTED_UNASKED
  useEffect(() => {
    if (unasked) void survey()
  }, [unasked, survey])

  if (isSurveyed(inspection)) return null
  if (surveying) {
    return (
      <div className="row wide muted">
        <span>Counting the blocks…</span>
        <ProgressBar label="Counting the blocks" done={surveying.done} total={surveying.total} />
        <button
          type="button"
          onClick={() => {
            setCancelled(true)
            cancelSurvey()
          }}
        >
          Cancel
        </button>
      </div>
    )
  }
  if (unasked && !cancelled) return null
  return (
    <div className="row wide muted">
      <span>
        The table has {plural(entries, 'entry', 'entries')}, {formatBytes(entries * BAT_ENTRY_SIZE)}
        : they are {cancelled ? 'not counted' : 'counted only when you ask'}.
      </span>
      <button type="button" onClick={() => void survey()}>
        Count the blocks
      </button>
    </div>
  if (unasked && !surveying) return null
    <SurveyOffer name="Count the blocks">
      The table has {plural(entries, 'entry', 'entries')}, {formatBytes(entries * BAT_ENTRY_SIZE)}:
      they are counted only when you ask.
    </SurveyOffer>
  )
}
