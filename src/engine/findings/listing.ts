/** Which findings are made: a hostile file breaks more rules than anybody can read. */
import { MAX_PER_RULE } from './finding.ts'
import type { RuleId } from './rules.ts'

/** Counts the findings of each rule, in groups that do not crowd each other out. */
export class Listing {
  readonly #groups = new Map<string, Map<RuleId, number>>()

  /** Counts one more finding of a rule, and says whether it is to be made. */
  take(rule: RuleId, group = ''): boolean {
    let counts = this.#groups.get(group)
    if (counts === undefined) {
      counts = new Map()
      this.#groups.set(group, counts)
    }
    const count = (counts.get(rule) ?? 0) + 1
    counts.set(rule, count)
    return count <= MAX_PER_RULE
  }

  /** How many findings of a rule were not made, where there are such. */
  unlisted(): ReadonlyMap<RuleId, number> {
    const unlisted = new Map<RuleId, number>()
    for (const counts of this.#groups.values()) {
      for (const [rule, count] of counts) {
        if (count <= MAX_PER_RULE) continue
        unlisted.set(rule, (unlisted.get(rule) ?? 0) + count - MAX_PER_RULE)
      }
    }
    return unlisted
  }
}
