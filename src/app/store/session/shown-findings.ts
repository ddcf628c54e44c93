/** The findings of the open file together with those of its chain. */

import type { ChainReport } from '../../../engine/disk/chain/chain-report.ts'
import {
  byGravity,
  type Finding,
  type FindingState,
  type StatedFinding,
} from '../../../engine/findings/finding.ts'

/** `chain`: how the file and its parents fit together. */
export type ShownFindingState = FindingState | 'chain'

export interface ShownFinding extends Finding {
  readonly state: ShownFindingState
  readonly counts: boolean
  /** The parent in whose file its bytes are; `undefined` where they are in the open file. */
  readonly parent?: { readonly name: string; readonly place: number } | undefined
}

/** The gravest first; of equals the order stays. */
export const gravestFirst = (findings: readonly ShownFinding[]): readonly ShownFinding[] =>
  findings.toSorted(byGravity)

/** Those of the chain come last: they are about other files, too. */
export function shownFindings(
  findings: readonly StatedFinding[],
  chain: ChainReport | undefined,
): readonly ShownFinding[] {
  if (chain === undefined || chain.findings.length === 0) return findings
  const ofChain = chain.findings.map(({ finding, name, place }): ShownFinding => {
    const parent = place > 0 ? { name, place } : undefined
    return { ...finding, state: 'chain', counts: true, parent }
  })
  return [...findings, ...ofChain]
}
