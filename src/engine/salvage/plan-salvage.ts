/** The ways that were chosen, put together to one plan, with the verdict on its result. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { withGivenUp } from '../diagnosis/given-up.ts'
import type { Verdict } from '../diagnosis/verdict.ts'
import { type Inspected, inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { type Preview, preview } from '../update/preview.ts'
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
import { EITHER, problemOf, type SalvageChoices, settingsOf } from './salvage-choices.ts'
import type { SalvageWayId } from './salvage-words.ts'
import { secondHeader, secondRegionTable } from './second-copies.ts'
import type { SalvageValue } from './value-words.ts'
import {
  applies,
  type Ground,
  isOpenTo,
  type NotApplicable,
  type SalvageIds,
  type SalvageLoss,
  type SalvageWay,
} from './way.ts'
import { withoutLog } from './without-log.ts'

export interface SalvagePlan {
  readonly source: ByteSource
  /** In the order in which they were taken. */
  readonly ways: readonly SalvageWayId[]
  /** All that is to be done, in order. They belong to `source` as it is. */
  readonly steps: readonly Step[]
  readonly losses: readonly SalvageLoss[]
  /** What the ways are taken with, in their order. */
  readonly values: readonly SalvageValue[]
  /** Entries of the log that can be applied after the ways, and are. */
  readonly applied: number
  readonly sizeBefore: number
  readonly sizeAfter: number
  /** The file as it would be, and read as an image, its blocks surveyed. */
  readonly result: Preview
  readonly after: Inspected
  /** On the result alone, as a reader of the copy finds it. */
  readonly judged: Verdict
  /** The same, with what of the disk was given up for it: this is what the user is promised. */
  readonly promised: Verdict
}

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

/**
 * Plans the ways in `choices` for an image whose blocks have been surveyed. Gives a reason where one of
 * them does not apply. Never throws on content; passes on the source's errors and the abort.
 */
export async function planSalvage(
  inspected: Inspected,
  choices: SalvageChoices,
  ids: SalvageIds,
  run?: Run,
): Promise<SalvagePlan | NotApplicable> {
  const planning = await takeAll(inspected, choices, ids, run)
  return planning instanceof Planning ? planning.finish() : planning
}

/** What a plan does, not judged yet: its blocks have not been looked at. */
export type SalvageDraft = Pick<
  SalvagePlan,
  'ways' | 'losses' | 'values' | 'applied' | 'result' | 'after'
> & {
  /** A way that was left out, and would apply if something were set for it. */
  readonly open: NotApplicable | undefined
}

/** As `planSalvage`, for who only asks whether ways apply, and what they lead to. */
export async function draftSalvage(
  inspected: Inspected,
  choices: SalvageChoices,
  ids: SalvageIds,
  run?: Run,
): Promise<SalvageDraft | NotApplicable> {
  const planning = await takeAll(inspected, choices, ids, run)
  return planning instanceof Planning ? planning.draft() : planning
}

async function takeAll(
  inspected: Inspected,
  choices: SalvageChoices,
  ids: SalvageIds,
  run?: Run,
): Promise<Planning | NotApplicable> {
  const problem = problemOf(choices)
  if (problem) return problem
  const planning = new Planning(inspected, choices, ids, run)
  await planning.take(BEFORE_LOG)
  await planning.applyLog()
  await planning.take(BEHIND_LOG)
  return planning.notTaken() ?? planning
}

class Planning {
  readonly #original: Inspected
  readonly #choices: SalvageChoices
  readonly #ids: SalvageIds
  readonly #run: Run | undefined
  readonly #steps: Step[] = []
  readonly #losses: SalvageLoss[] = []
  readonly #values: SalvageValue[] = []
  readonly #taken = new Set<SalvageWayId>()
  readonly #reasons: (NotApplicable & { readonly id: SalvageWayId })[] = []
  readonly #set: ReadonlyMap<string, string>
  #now: Inspected
  #applied = 0

  constructor(inspected: Inspected, choices: SalvageChoices, ids: SalvageIds, run?: Run) {
    this.#original = inspected
    this.#now = inspected
    this.#choices = choices
    this.#ids = ids
    this.#set = settingsOf(choices)
    this.#run = run && { signal: run.signal, pause: run.pause }
  }

  draft(): SalvageDraft {
    return {
      ways: [...this.#taken],
      losses: this.#losses,
      values: this.#values,
      applied: this.#applied,
      result: preview(this.#original.before.source, this.#steps),
      after: this.#now,
      open: this.#open(),
    }
  }

  async take(stages: readonly Stage[]): Promise<void> {
    for (const [id, way] of stages) {
      if (!this.#choices.ways.includes(id) || this.#isExcluded(id)) continue
      const attempt = await way(this.#ground())
      if (applies(attempt)) {
        this.#taken.add(id)
        this.#losses.push(...attempt.losses)
        this.#values.push(...(attempt.values ?? []))
        await this.#add(attempt.steps)
      } else if (this.#choices.leniently || !(await this.#isDone(way)))
        this.#reasons.push({ id, ...attempt })
    }
  }

  /** Whether another one was taken in its place. */
  #isExcluded(id: SalvageWayId): boolean {
    const others = EITHER.filter((some) => some.includes(id)).flat()
    return others.some((other) => other !== id && this.#taken.has(other))
  }

  /** What another way has done already needs not be done again. */
  async #isDone(way: SalvageWay): Promise<boolean> {
    if (this.#taken.size === 0) return false
    return applies(await way({ ...this.#ground(), inspected: this.#original, taken: new Set() }))
  }

  #ground(): Ground {
    return {
      inspected: this.#now,
      sizeBefore: this.#original.inspection.size,
      taken: this.#taken,
      ids: this.#ids,
      values: this.#set,
      run: this.#run,
    }
  }

  /** A log that is whole by now has to be applied before anything else in the file counts (§2.3.3). */
  async applyLog(): Promise<void> {
    const { update } = this.#now
    if (!update) return
    this.#applied = update.plan.active.entries.length
    await this.#add(update.plan.steps)
  }

  async #add(steps: readonly Step[]): Promise<void> {
    if (steps.length === 0) return
    this.#steps.push(...steps)
    const { source } = this.#original.before
    this.#now = await inspect(preview(source, this.#steps), this.#ids, this.#run)
  }

  #open(): (NotApplicable & { readonly id: SalvageWayId }) | undefined {
    return this.#reasons.find((reason) => !this.#taken.has(reason.id) && isOpenTo(reason))
  }

  /** Why nothing of a way was taken. */
  notTaken(): NotApplicable | undefined {
    if (this.#choices.leniently && this.#taken.size > 0) return undefined
    const [next] = this.#reasons.filter(({ id }) => !this.#taken.has(id))
    const first = (this.#choices.leniently && this.#open()) || next
    if (!first) return undefined
    const { id, ...attempt } = first
    const whys = this.#reasons.filter((each) => each.id === id).map(({ why }) => why)
    return { ...attempt, why: `${id}: ${whys.join(' ')}` }
  }

  async finish(): Promise<SalvagePlan> {
    const { source } = this.#original.before
    const result = preview(source, this.#steps)
    const { promised: judged, after } = await judge(result, this.#ids, this.#run)
    const lost = this.#losses.flatMap(({ disk }) => disk ?? [])
    return {
      source,
      ways: [...this.#taken],
      steps: this.#steps,
      losses: this.#losses,
      values: this.#values,
      applied: this.#applied,
      sizeBefore: source.size,
      sizeAfter: result.size,
      result,
      after,
      judged,
      promised: withGivenUp(judged, after.inspection.outcome, lost),
    }
  }
}

/** Whether a copy, opened again, is judged by itself as `plan` has judged it. */
export async function keepsPromise(
  copy: ByteSource,
  { judged }: Pick<SalvagePlan, 'judged'>,
  ids: SalvageIds,
  run?: Run,
): Promise<boolean> {
  const { promised } = await judge(copy, ids, run)
  return promised.condition === judged.condition && promised.sentence === judged.sentence
}

/** An image read anew and judged: the result that was planned, or the copy that was made. */
async function judge(
  source: ByteSource,
  ids: SalvageIds,
  run?: Run,
): Promise<{ readonly promised: Verdict; readonly after: Inspected }> {
  const after = await surveyBlocks(await inspect(source, ids, run), run)
  return { after, promised: await diagnose(after, {}, run) }
}
