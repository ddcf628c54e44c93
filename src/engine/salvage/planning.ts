/** The ways that were chosen, taken one after the other, each on what those before it have left. */
import type { Run } from '../bytes/byte-source.ts'
import { AbsentBytes, whereAbsent } from '../bytes/held.ts'
import { type Inspected, inspect } from '../inspect/inspect.ts'
import { preview } from '../update/preview.ts'
import type { Step } from '../update/step.ts'
import { batFromLog } from './bat-from-log.ts'
import { batLinear } from './bat-linear.ts'
import { batShiftedBack } from './bat-shifted-back.ts'
import { byOtherHeader } from './by-other-header.ts'
import { headersAnew } from './headers-anew.ts'
import { headersRepaired } from './headers-repaired.ts'
import { identifier } from './identifier.ts'
import { lengthenedForBlocks, lengthenedForLog } from './lengthened.ts'
import { logUpTo } from './log-up-to.ts'
import { metadataAnew } from './metadata-anew.ts'
import { regionTablesAnew } from './region-tables-anew.ts'
import { EITHER, meaninglessSetting, type SalvageChoices, valuesSet } from './salvage-choices.ts'
import type { SalvageWayId } from './salvage-words.ts'
import { secondHeader, secondRegionTable } from './second-copies.ts'
import type { SalvageValue } from './value-words.ts'
import {
  type Attempt,
  applies,
  type Ground,
  isOpenTo,
  type NotApplicable,
  type SalvageIds,
  type SalvageLoss,
  type SalvageWay,
} from './way.ts'
import { withoutLog } from './without-log.ts'

type Stage = readonly [id: SalvageWayId, way: SalvageWay]

/** In the order in which they build on each other: what comes before the log is applied, and behind it. */
const BEFORE_LOG: readonly Stage[] = [
  ['headers-repaired', headersRepaired],
  ['headers-anew', headersAnew],
  ['by-other-header', byOtherHeader],
  ['identifier', identifier],
  ['second-header', secondHeader],
  ['region-tables-anew', regionTablesAnew],
  ['metadata-anew', metadataAnew],
  ['lengthened', lengthenedForLog],
  ['log-up-to', logUpTo],
  ['without-log', withoutLog],
]
const BEHIND_LOG: readonly Stage[] = [
  ['bat-from-log', batFromLog],
  ['bat-shifted-back', batShiftedBack],
  ['bat-linear', batLinear],
  ['second-region-table', secondRegionTable],
  ['lengthened', lengthenedForBlocks],
]

/** All ways, each once, in the order in which they are taken. */
export const BY_STAGE: readonly SalvageWayId[] = [
  ...new Set([...BEFORE_LOG, ...BEHIND_LOG].map(([id]) => id)),
]

const NOT_IN_SKELETON: NotApplicable = {
  why: 'What tells whether it applies is not in this skeleton.',
}

/** Why a way was not taken. */
interface Reason extends NotApplicable {
  readonly id: SalvageWayId
}

export interface Asked {
  /** Its blocks have been surveyed. */
  readonly inspected: Inspected
  readonly choices: SalvageChoices
  readonly ids: SalvageIds
  readonly run: Run | undefined
}

export class Planning {
  readonly asked: Asked
  readonly #set: ReadonlyMap<string, string>
  readonly #steps: Step[] = []
  readonly #losses: SalvageLoss[] = []
  readonly #values: SalvageValue[] = []
  readonly #taken = new Set<SalvageWayId>()
  readonly #reasons: Reason[] = []
  #now: Inspected
  #applied = 0

  private constructor(asked: Asked) {
    this.asked = asked
    this.#now = asked.inspected
    this.#set = valuesSet(asked.choices)
  }

  /** Takes what applies of the choices, which have no problem by themselves. */
  static async of({ run, ...asked }: Asked): Promise<Planning> {
    // How far one way is says nothing of all of them.
    const planning = new Planning({
      ...asked,
      run: run && { signal: run.signal, pause: run.pause },
    })
    await planning.#take(BEFORE_LOG)
    await planning.#applyLog()
    await planning.#take(BEHIND_LOG)
    return planning
  }

  /** In the order in which they were taken. */
  get ways(): readonly SalvageWayId[] {
    return [...this.#taken]
  }

  get steps(): readonly Step[] {
    return this.#steps
  }

  get losses(): readonly SalvageLoss[] {
    return this.#losses
  }

  /** What the ways are taken with, in their order. */
  get values(): readonly SalvageValue[] {
    return this.#values
  }

  /** The same, and what is known for those that were not taken. */
  get known(): readonly SalvageValue[] {
    const refused = this.#reasons.flatMap(({ values }) => values ?? [])
    return [...new Map([...refused, ...this.#values].map((value) => [value.name, value])).values()]
  }

  /** Entries of the log that are applied. */
  get applied(): number {
    return this.#applied
  }

  /** The image with all that was done. */
  get after(): Inspected {
    return this.#now
  }

  /** A way that was left out, and would apply if something were set for it. */
  get open(): Reason | undefined {
    return this.#reasons.find((reason) => !this.#taken.has(reason.id) && isOpenTo(reason))
  }

  /** Why nothing of a way was taken. */
  get notTaken(): Reason | undefined {
    const { leniently } = this.asked.choices
    if (leniently && this.#taken.size > 0) return undefined
    const [next] = this.#reasons.filter(({ id }) => !this.#taken.has(id))
    const first = (leniently && this.open) || next
    if (!first) return undefined
    const whys = this.#reasons.filter(({ id }) => id === first.id).map(({ why }) => why)
    return { ...first, why: whys.join(' ') }
  }

  async #take(stages: readonly Stage[]): Promise<void> {
    const { choices } = this.asked
    for (const [id, way] of stages) {
      if (!choices.ways.includes(id) || this.#isExcluded(id)) continue
      const attempt = await this.#try(id, way)
      if (applies(attempt)) {
        this.#taken.add(id)
        this.#losses.push(...attempt.losses)
        this.#values.push(...(attempt.values ?? []))
      } else if (choices.leniently || !(await this.#isDone(way)))
        this.#reasons.push({ id, ...attempt })
    }
  }

  /** Takes a way where it applies, unless it needs what is not in a skeleton. */
  async #try(id: SalvageWayId, way: SalvageWay): Promise<Attempt> {
    const steps = this.#steps.length
    try {
      const attempt = await this.#attempt(id, way)
      if (applies(attempt)) await this.#add(attempt.steps)
      return attempt
    } catch (error) {
      if (!(error instanceof AbsentBytes)) throw error
      this.#steps.length = steps
      return NOT_IN_SKELETON
    }
  }

  async #attempt(id: SalvageWayId, way: SalvageWay): Promise<Attempt> {
    const attempt = await way(this.#ground())
    if (!applies(attempt)) return attempt
    return meaninglessSetting(id, this.#set, attempt.values ?? []) ?? attempt
  }

  /** Whether another one was taken in its place. */
  #isExcluded(id: SalvageWayId): boolean {
    const others = EITHER.filter((some) => some.includes(id)).flat()
    return others.some((other) => other !== id && this.#taken.has(other))
  }

  /** What another way has done already needs not be done again. */
  async #isDone(way: SalvageWay): Promise<boolean> {
    if (this.#taken.size === 0) return false
    const { inspected } = this.asked
    const ground = { ...this.#ground(), inspected, taken: new Set<never>() }
    return applies(await way(ground).catch(whereAbsent<Attempt>(NOT_IN_SKELETON)))
  }

  #ground(): Ground {
    const { inspected, ids, run } = this.asked
    return {
      inspected: this.#now,
      sizeBefore: inspected.inspection.size,
      taken: this.#taken,
      ids,
      values: this.#set,
      run,
    }
  }

  /** A log that is whole by now has to be applied before anything else in the file counts (§2.3.3). */
  async #applyLog(): Promise<void> {
    const { update } = this.#now
    if (!update) return
    this.#applied = update.plan.active.entries.length
    await this.#add(update.plan.steps)
  }

  async #add(steps: readonly Step[]): Promise<void> {
    if (steps.length === 0) return
    this.#steps.push(...steps)
    const { inspected, ids, run } = this.asked
    this.#now = await inspect(preview(inspected.before.source, this.#steps), ids, run)
  }
}
