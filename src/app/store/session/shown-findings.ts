/** The findings of the open file together with those of its disk’s volumes and of its chain. */

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

/** Those of the disk's volumes come behind those of the file; those of the chain last: they are about other files, too. */
export function shownFindings(
  findings: readonly StatedFinding[],
  chain: ChainReport | undefined,
  volumes: readonly StatedFinding[] = [],
): readonly ShownFinding[] {
  const added = chain?.findings ?? []
  if (added.length + volumes.length === 0) return findings
  const ofChain = added.map(({ finding, name, place }): ShownFinding => {
    const parent = place > 0 ? { name, place } : undefined
    return { ...finding, state: 'chain', counts: true, parent }
  })
  return [...findings, ...volumes, ...ofChain]
}
