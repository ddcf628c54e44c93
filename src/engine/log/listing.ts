/** Which findings about a log are made: a hostile one breaks more rules than anybody can read. */

import { MAX_PER_RULE } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'

/** Counts the findings of each rule. What the current LogGuid marks is not crowded out by the rest. */
export class Listing {
  readonly #counts = { current: new Map<RuleId, number>(), other: new Map<RuleId, number>() }

  /** Counts one more finding of a rule, and says whether it is to be made. */
  take(rule: RuleId, isCurrent: boolean): boolean {
    const counts = isCurrent ? this.#counts.current : this.#counts.other
    const count = (counts.get(rule) ?? 0) + 1
    counts.set(rule, count)
    return count <= MAX_PER_RULE
  }

  /** How many findings of a rule were not made, where there are such. */
  unlisted(): ReadonlyMap<RuleId, number> {
    const counts = new Map<RuleId, number>()
    for (const [rule, count] of [...this.#counts.current, ...this.#counts.other]) {
      if (count > MAX_PER_RULE) counts.set(rule, (counts.get(rule) ?? 0) + count - MAX_PER_RULE)
    }
    return counts
  }
}
