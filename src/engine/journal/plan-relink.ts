/** A child linked to its parent as that is now: the journal of a new locator (§2.6.2.6.3), as a plan. */
import type { Run } from '../bytes/byte-source.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { assembleChain } from '../disk/chain/assemble-chain.ts'
import type { ChainFile } from '../disk/chain/chain-file.ts'
import { reportChain } from '../disk/chain/chain-report.ts'
import { chainFileOf } from '../disk/chain/inspected-file.ts'
import { type ParentPlace, relinkedPairs, relinkProblem } from '../disk/chain/relink.ts'
import { type Inspected, inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import type { SalvagePlan } from '../salvage/plan-salvage.ts'
import type { NotApplicable } from '../salvage/way.ts'
import { preview } from '../update/preview.ts'
import type { Step } from '../update/step.ts'
import { EditError } from './edit.ts'
import { journalEdits } from './edit-preview.ts'
import { CannotJournalError, JournalTargetError, LogFullError } from './errors.ts'
import type { JournalIds } from './plan-journal.ts'

export interface NewLink {
  readonly child: ChainFile
  readonly parent: ChainFile
  readonly place: ParentPlace
}

/** Safe at any moment, as every change of metadata through the log is. One sentence where it cannot be. */
export async function relinkSteps(
  inspected: Inspected,
  { child, parent, place }: NewLink,
  ids: JournalIds,
): Promise<{ readonly steps: readonly Step[] } | NotApplicable> {
  const why = relinkProblem(child, parent)
  if (why !== undefined) return { why }
  const dataWriteGuid = parent.headers.current?.values?.dataWriteGuid ?? NIL_GUID
  const pairs = relinkedPairs(child, dataWriteGuid, place)
  try {
    const edits = [{ kind: 'parent-locator', pairs }] as const
    return { steps: (await journalEdits(inspected, edits, ids)).steps }
  } catch (error) {
    const isSentence = [EditError, CannotJournalError, JournalTargetError, LogFullError].some(
      (kind) => error instanceof kind,
    )
    if (isSentence && error instanceof Error) return { why: error.message }
    throw error
  }
}

/**
 * The same as a salvage, with what its chain is then; `others` are the parents of the parent. Never throws
 * on content; passes on the source's errors and the abort.
 */
export async function planRelink(
  inspected: Inspected,
  { others, ...link }: NewLink & { readonly others: readonly ChainFile[] },
  ids: JournalIds,
  run?: Run,
): Promise<SalvagePlan | NotApplicable> {
  const made = await relinkSteps(inspected, link, ids)
  if ('why' in made) return made
  const { steps } = made
  const { source } = inspected.before
  const result = preview(source, steps)
  const after = await surveyBlocks(await inspect(result, ids, run), run)
  const child = chainFileOf(link.child.name, after)
  const chain = reportChain(assembleChain(child, [link.parent, ...others]))
  return {
    source,
    ways: ['relinked'],
    steps,
    losses: [
      {
        sentence: `What was written to ${link.parent.name} since the child was made shows through: where the child has nothing of its own, its disk may be torn.`,
      },
    ],
    values: [],
    applied: 0,
    sizeBefore: source.size,
    sizeAfter: result.size,
    result,
    after,
    judged: await diagnose(after, {}, run),
    promised: await diagnose(after, { chain }, run),
  }
}
