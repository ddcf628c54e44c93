/** What is wrong with the open file and its chain. */
import { useMemo } from 'react'
import { type ShownFinding, shownFindings } from './session/shown-findings.ts'
import { useApp } from './use-app.ts'
import { useOpenFile } from './use-open-file.ts'

export function useFindings(): readonly ShownFinding[] {
  const { findings } = useOpenFile().inspection
  const chain = useApp((state) => state.chain)
  return useMemo(() => shownFindings(findings, chain), [findings, chain])
}
