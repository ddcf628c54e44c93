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
  const { survey } = useActions()
  const [cancelled, setCancelled] = useState(false)
  const unasked = entries <= COUNTED_UNASKED
  useEffect(() => {
    if (unasked) void survey()
  }, [unasked, survey])

  if (isSurveyed(inspection)) return null
  if (unasked && !surveying && !cancelled) return null
  return (
    <SurveyOffer name="Count the blocks" onCancel={() => setCancelled(true)}>
      The table has {plural(entries, 'entry', 'entries')}, {formatBytes(entries * BAT_ENTRY_SIZE)}:
      they are {cancelled ? 'not counted' : 'counted only when you ask'}.
    </SurveyOffer>
  )
}
