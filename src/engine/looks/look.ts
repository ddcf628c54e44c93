/** A look behind the first answer: from what is known to facts that a diagnosis may rest on. */
import type { Run } from '../bytes/byte-source.ts'
import type { Examined } from '../diagnosis/examined.ts'
import type { LookName, Looks } from '../diagnosis/looks.ts'
import type { Diagnosis } from '../diagnosis/verdict.ts'
import type { Layers } from '../disk/map-chain.ts'
import type { Inspected } from '../inspect/inspect.ts'

export interface LookedAt {
  /** Its blocks may not have been surveyed. */
  readonly inspected: Inspected
  /** The state that counts, and its parents as far as they are there: what the disk is read through. */
  readonly layers: Layers
  /** With what the looks before have found. */
  readonly examined: Examined
  /** By all of that. */
  readonly causes: readonly Diagnosis[]
  /** Whether the rest of the verdict is wanted though blocks of the disk cannot be read. */
  readonly forgives?: ((error: unknown) => boolean) | undefined
}

/** Passes on the source's errors and the abort; never throws on content. */
export type Look<K extends LookName> = (at: LookedAt, run?: Run) => Promise<Looks[K]>
