/** A file of the guest that an update of its image affects, as plain data. */
import type { NodeKind } from '../guest/guest-files.ts'
import type { StatFact } from './compare-stats.ts'

/** only-before: nothing has this path afterwards. only-after: nothing had it. changed: it is there in both states. */
export type AffectedStatus = 'only-before' | 'only-after' | 'changed'

export interface AffectedFile {
  /** From the root of its volume, with `/` between names, which are as the file system has them. */
  readonly path: string
  /** Afterwards, where it is there. */
  readonly kind: NodeKind
  readonly status: AffectedStatus
  /** Bytes of its content; afterwards, where it is there. */
  readonly size: bigint
  /** Of a path that is there in both states: which facts differ. */
  readonly facts: readonly StatFact[]
  /** Of a directory: whether its names differ. */
  readonly hasOtherNames: boolean
  /** Bytes of its contents that differ, by sectors; of a file that is in one state only all of them. */
  readonly changedBytes: number
  /** Bytes of its contents that are in blocks of the file that only the later state names, and that differ. */
  readonly bytesInNewBlocks: number
  /** Bytes of `changedBytes` that were not compared: it would have been too much. */
  readonly notCompared: number
}
