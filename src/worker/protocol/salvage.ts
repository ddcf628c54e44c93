/** The ways out of a damaged image that end in a file: which there are, and the one that is viewed. */
import type { SalvageRefusal } from '../../engine/salvage/list-salvages.ts'
import type { SalvageProposal } from '../../engine/salvage/plan-salvage.ts'
import type { SalvageWayId } from '../../engine/salvage/salvage-words.ts'
import type { SalvageReport } from '../../engine/salvage/salvaged.ts'
import { call } from './call.ts'
import type { Opened } from './file.ts'

/** What can be made of the open file. */
export interface SalvageOffers {
  /** Each way alone, the safest first. */
  readonly alone: readonly SalvageReport[]
  /** Those that lead to an image that can be read only together. */
  readonly together: SalvageReport | undefined
  /** What leads furthest, and of several the safest; none where no way applies. */
  readonly best: readonly SalvageWayId[]
  /** Ways that do not apply by themselves, and what is known for their settings. */
  readonly others: readonly SalvageRefusal[]
}

export interface ChosenWays {
  readonly ways: readonly SalvageWayId[]
  /** What is set for them, by setting. */
  readonly values?: Readonly<Record<string, string>> | undefined
}

export const salvage = {
  /** Tries every way: reads as often as there are ways. */
  list: call<object, SalvageOffers>(),
  /** With which values `ways` would be taken where some are set, for who is still choosing; changes nothing. */
  propose: call<ChosenWays, SalvageProposal>(),
  /**
   * From here on the state "after" of the open file is what `ways`, with `values`, make of it. Fails with
   * `cannot-salvage`, the reason and the setting that it is about where one of them does not apply, and
   * leaves all as it was.
   */
  choose: call<ChosenWays, Opened>(),
  /** The file as it is again, with its own replay if it has one. */
  drop: call<object, Opened>(),
}
