/** Tries the ways of salvage that the diagnoses could name, and what they lead to together. */
import type { Run } from '../bytes/byte-source.ts'
import { isTried, type SalvageLook } from '../diagnosis/looks.ts'
import { type Way, type WayId, ways } from '../diagnosis/way-words.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { draftSalvage, type SalvageDraft } from '../salvage/plan-salvage.ts'
import { BY_STAGE } from '../salvage/planning.ts'
import { isSalvageWay, type SalvageWayId } from '../salvage/salvage-words.ts'
import { isClosedOff, isOpenTo, TRIAL_IDS } from '../salvage/way.ts'
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
  if (!JOINED.some((id) => named.has(id))) return { ways: found, together: undefined }
  const all = [...REBUILDING, ...[...named].flatMap((id) => salvageOf(id) ?? [])]
  const { together, open } = await joined(inspected, all, run)
  if (open !== undefined) found.set('salvage-with-value', [open])
  return { ways: found, together: named.has('salvage-together') ? together : undefined }
}

/** What only several ways together tell. */
const JOINED: readonly WayId[] = ['salvage-together', 'salvage-with-value']

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

interface Joined {
  /** The command of those that together lead to an image that can be opened, and not one alone. */
  readonly together: string | undefined
  /** What has to be set for one more to apply, in one sentence. */
  readonly open: string | undefined
}

async function joined(
  inspected: Inspected,
  named: readonly SalvageWayId[],
  run?: Run,
): Promise<Joined> {
  const choice = BY_STAGE.filter((way) => named.includes(way) && !DOUBTFUL.includes(way))
  const plan = await draftSalvage(inspected, { ways: choice, leniently: true }, TRIAL_IDS, run)
  if ('why' in plan) return { together: undefined, open: isOpenTo(plan) ? plan.why : undefined }
  if (isClosedOff(plan.after) || plan.ways.length < 2) {
    return { together: undefined, open: plan.open?.why }
  }
  const { command }: Way = ways['salvage-together']
  return { together: command?.replace('WAYS', plan.ways.join(',')), open: plan.open?.why }
}
