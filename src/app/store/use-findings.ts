/** What is wrong with the open file, its chain and the volumes of its disk. */
import { useMemo } from 'react'
import { type ShownFinding, shownFindings } from './session/shown-findings.ts'
import { useApp } from './use-app.ts'
import { useOpenFile } from './use-open-file.ts'

export function useFindings(): readonly ShownFinding[] {
  const { findings, verdict } = useOpenFile().inspection
  const chain = useApp((state) => state.chain)
  const { volumeFindings } = verdict
  return useMemo(
    () => shownFindings(findings, chain, volumeFindings),
    [findings, chain, volumeFindings],
  )
}
