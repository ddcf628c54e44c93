/** Evidence in words. */

import type { EvidenceRecord } from '../../../engine/inspect/evidence.ts'
import { PART_WORDS } from '../../../engine/inspect/evidence-words.ts'
import type { EvidenceData } from '../../store/evidence/evidence-state.ts'

export interface PartRow {
  readonly name: string
  readonly bytes: number
  readonly opened: string
  /** Where it reads otherwise now; `missing` where it is not there any more. */
  readonly now: string | 'missing' | undefined
}

/** What was seen of each part, and what is seen of it now. */
export function partRows({ opened, again }: EvidenceData['evidence']): readonly PartRow[] {
  const later: EvidenceRecord | undefined = again && 'parts' in again ? again : undefined
  return (opened?.parts ?? []).map(({ part, bytes, sha256 }) => {
    const now = later?.parts.find((other) => other.part === part)?.sha256
    const differs = later !== undefined && now !== sha256
    return {
      name: PART_WORDS[part],
      bytes,
      opened: sha256,
      now: differs ? (now ?? 'missing') : undefined,
    }
  })
}

/** "2026-11-22 12:00:00 UTC", of a time in ISO 8601. */
export const timeWords = (time: string): string => `${time.slice(0, 19).replace('T', ' ')} UTC`
