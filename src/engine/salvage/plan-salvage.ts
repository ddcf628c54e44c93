/** The ways that were chosen, put together to one plan, with the verdict on its result. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { withGivenUp } from '../diagnosis/given-up.ts'
import type { Verdict } from '../diagnosis/verdict.ts'
import { type Inspected, inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { type Preview, preview } from '../update/preview.ts'
import type { Step } from '../update/step.ts'
import { type Asked, Planning } from './planning.ts'
import { problemOf, type SalvageChoices } from './salvage-choices.ts'
import type { SalvageWayId } from './salvage-words.ts'
import type { SalvageValue } from './value-words.ts'
import type { NotApplicable, SalvageIds, SalvageLoss } from './way.ts'

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

/**
 * Of ways that are chosen for an image whose blocks have been surveyed; gives a reason where one of them
 * does not apply. Never throws on content; passes on the source's errors and the abort.
 */
type Planner<T> = (
  inspected: Inspected,
  choices: SalvageChoices,
  ids: SalvageIds,
  run?: Run,
) => Promise<T | NotApplicable>

const planner =
  <T>(make: (planning: Planning) => T | Promise<T>): Planner<T> =>
  async (inspected, choices, ids, run) => {
    const problem = problemOf(choices)
    if (problem) return problem
    const planning = await Planning.of({ inspected, choices, ids, run })
    const { notTaken } = planning
    if (!notTaken) return make(planning)
    const { id, why, ...reason } = notTaken
    return { ...reason, why: `${id}: ${why}` }
  }

export const planSalvage = planner<SalvagePlan>(
  async ({ ways, steps, losses, values, applied, asked }) => {
    const { inspected, ids, run } = asked
    const { source } = inspected.before
    const result = preview(source, steps)
    const { promised: judged, after } = await judge(result, ids, run)
    const lost = losses.flatMap(({ disk }) => disk ?? [])
    return {
      source,
      ways,
      steps,
      losses,
      values,
      applied,
      sizeBefore: source.size,
      sizeAfter: result.size,
      result,
      after,
      judged,
      promised: withGivenUp(judged, after.inspection.outcome, lost),
    }
  },
)

/** What a plan does, not judged yet: its blocks have not been looked at. */
export type SalvageDraft = Pick<
  SalvagePlan,
  'ways' | 'losses' | 'values' | 'applied' | 'result' | 'after'
> & {
  /** A way that was left out, and would apply if something were set for it. */
  readonly open: NotApplicable | undefined
}

/** For who only asks whether ways apply, and what they lead to. */
export const draftSalvage = planner<SalvageDraft>(
  ({ ways, steps, losses, values, applied, after, open, asked }) => {
    const result = preview(asked.inspected.before.source, steps)
    return { ways, losses, values, applied, result, after, open }
  },
)

/** What would be taken with what is set: of every way as far as it is known, also of one that does not apply. */
export interface SalvageProposal {
  readonly values: readonly SalvageValue[]
  /** Why a way does not apply so. */
  readonly refusal: NotApplicable | undefined
}

/** For who is still choosing: as a draft, and what is known where none can be made. */
export async function proposeSalvage(asked: Asked): Promise<SalvageProposal> {
  const problem = problemOf(asked.choices)
  if (problem) return { values: [], refusal: problem }
  const { known, notTaken } = await Planning.of(asked)
  if (!notTaken) return { values: known, refusal: undefined }
  const { why, setting } = notTaken
  return { values: known, refusal: { why, ...(setting !== undefined && { setting }) } }
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
