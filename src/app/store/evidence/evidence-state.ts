/** What the app can prove about the open file, and whether it remembers anything. */

import type { HashAlgorithm } from '../../../engine/bytes/hash/hash-names.ts'
import type {
  EvidenceAgain,
  EvidenceRecord,
  FileHash,
  SourceEvidence,
  WrittenFile,
} from '../../../engine/inspect/evidence.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import type { Pace } from '../pace.ts'

/** `before` and `after` the replay. */
export type HashedState = FileHash['state']

export interface HashProgress {
  readonly status: 'running'
  /** In bytes. */
  readonly done: number
  readonly total: number
  readonly pace: Pace | undefined
  readonly cancelling: boolean
}

export type HashJob =
  | { readonly status: 'idle' }
  | (HashProgress & {
      readonly state: HashedState
      readonly algorithms: readonly HashAlgorithm[]
    })
  /** One sentence. */
  | { readonly status: 'failed'; readonly message: string }

export type LookJob =
  | { readonly status: 'idle' }
  | HashProgress
  | { readonly status: 'failed'; readonly message: string }

export interface EvidenceData {
  /** Whether nothing is remembered: nothing is written to any storage of the browser. */
  readonly evidenceMode: boolean
  /** Of the open file, as it was read last. Two of one state and algorithm tell that it has changed since. */
  readonly hashes: readonly FileHash[]
  readonly hashing: HashJob
  readonly evidence: {
    /** The first look, in evidence mode right behind the opening. */
    readonly opened: EvidenceRecord | undefined
    readonly again: EvidenceAgain | undefined
  }
  readonly looking: LookJob
  /** What was made of the open file, in order. */
  readonly written: readonly WrittenFile[]
}

/** What a report says of it. */
export interface ReportedEvidence {
  readonly hashes: readonly FileHash[]
  readonly source: SourceEvidence | undefined
  readonly written: readonly WrittenFile[]
}

export interface EvidenceActions {
  /** Only while no file is open. */
  setEvidenceMode(on: boolean): void
  hashFile(state: HashedState, algorithms: readonly HashAlgorithm[]): Promise<void>
  cancelHash(): void
  /** Keeps in mind, for the report, what was made of the open file; it is finished now. */
  noteWritten(file: Omit<WrittenFile, 'finished'>): void
  /** Hashes what the answer rests on: for the first time, or again, to be compared. */
  lookAtSource(): Promise<void>
  cancelLook(): void
  /** In evidence mode after another look. */
  reportEvidence(): Promise<ReportedEvidence>
  /** In evidence mode, another look before the file goes: whether it may, and says so. */
  endEvidence(): Promise<boolean>
}

/** As a report has it. */
export const sourceOf = (
  { opened, again }: EvidenceData['evidence'],
  mode: boolean,
): SourceEvidence | undefined => opened && { mode, opened, again }

/** Whether two looks at the file have seen the same; `undefined` while there is only one. */
export function sameEvidence({ opened, again }: EvidenceData['evidence']): boolean | undefined {
  if (opened === undefined || again === undefined) return undefined
  return 'sha256' in again && again.sha256 === opened.sha256 && again.size === opened.size
}

/** Whether there is a copy to be hashed. */
export const hashedStates = ({ update }: Inspection): readonly HashedState[] =>
  update ? ['before', 'after'] : ['before']
