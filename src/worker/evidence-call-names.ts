/** Which calls `evidenceCalls` answers, for those who must not load it. */
import type { CallName } from './protocol/protocol.ts'

export const EVIDENCE_CALLS = [
  'saveCopy',
  'hashBlob',
  'hashFile',
  'hashEvidence',
] as const satisfies readonly CallName[]
export type EvidenceCall = (typeof EVIDENCE_CALLS)[number]
