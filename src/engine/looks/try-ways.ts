/** Tries the ways of salvage that the diagnoses could name, and what they lead to together. */
import type { Run } from '../bytes/byte-source.ts'
import { isTried, type SalvageLook } from '../diagnosis/looks.ts'
import { type Way, type WayId, ways } from '../diagnosis/way-words.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { BY_STAGE, draftSalvage, type SalvageDraft } from '../salvage/plan-salvage.ts'
import { isSalvageWay, type SalvageWayId } from '../salvage/salvage-words.ts'
import { isClosedOff, TRIAL_IDS } from '../salvage/way.ts'
import type { Look } from './look.ts'

const PREFIX = 'salvage-'

/** The salvage that a way out stands for. */
function salvageOf(id: WayId): SalvageWayId | undefined {
  const name = id.startsWith(PREFIX) ? id.slice(PREFIX.length) : ''
  return isSalvageWay(name) ? name : undefined
}

/** Reads what each way reads: the tables, and a bounded number of places. */
export const tryWays: Look<'salvage'> = async (
  { inspected, causes },
  run,
): Promise<SalvageLook> => {
  const named = new Set(causes.flatMap(({ ways: out }) => out))
  const found = new Map<WayId, readonly string[]>()
  for (const id of named) {
    const way = isTried(id) ? salvageOf(id) : undefined
    if (!way) continue
    const draft = await draftSalvage(inspected, { ways: [way] }, TRIAL_IDS, run)
    if ('why' in draft) continue
    const losses = draft.losses.map(({ sentence }) => sentence)
    found.set(id, SUGGESTING.includes(way) ? [suggestion(draft), ...losses] : losses)
  }
  const together = named.has('salvage-together')
    ? await joined(
        inspected,
        [...REBUILDING, ...[...named].flatMap((id) => salvageOf(id) ?? [])],
        run,
      )
    : undefined
  return { ways: found, together }
}

/** Of these it is told first what the rest of the file suggests. */
const SUGGESTING: readonly SalvageWayId[] = ['region-tables-anew', 'metadata-anew']
/** The values that most depends on; the plan has all of them. */
const MAX_SUGGESTED = 3

const suggestion = ({ values }: Pick<SalvageDraft, 'values'>): string =>
  `${values
    .slice(0, MAX_SUGGESTED)
    .map(({ name, value, from }) => `${name} is ${value}, ${from}`)
    .join('; ')}.`

/** What makes structures of the beginning anew, whether it does anything alone or not. */
const REBUILDING: readonly SalvageWayId[] = [
  'identifier',
  'headers-anew',
  'region-tables-anew',
  'metadata-anew',
]

/** What only exchanges one doubt for another is nobody's first way. */
const DOUBTFUL: readonly SalvageWayId[] = ['by-other-header']

/** Those of `named` that together lead to an image that can be opened, and not one alone. */
async function joined(
  inspected: Inspected,
  named: readonly SalvageWayId[],
  run?: Run,
): Promise<string | undefined> {
  const choice = BY_STAGE.filter((way) => named.includes(way) && !DOUBTFUL.includes(way))
  const plan = await draftSalvage(inspected, { ways: choice, leniently: true }, TRIAL_IDS, run)
  if ('why' in plan || isClosedOff(plan.after) || plan.ways.length < 2) return undefined
  const { command }: Way = ways['salvage-together']
  return command?.replace('WAYS', plan.ways.join(','))
}
