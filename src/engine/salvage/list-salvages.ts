/** Which ways of salvage an image has, each tried alone, and all that it needs together. */
import type { Run } from '../bytes/byte-source.ts'
import { CONDITIONS } from '../diagnosis/verdict.ts'
import type { Inspected } from '../inspect/inspect.ts'
import type { Outcome } from '../inspect/inspection.ts'
import { planSalvage, type SalvagePlan } from './plan-salvage.ts'
import { BY_STAGE } from './planning.ts'
import { SALVAGE_WAYS, type SalvageWayId } from './salvage-words.ts'
import type { SalvageValue } from './value-words.ts'
import { applies, isClosedOff, isOpenTo, type NotApplicable, type SalvageIds } from './way.ts'

/** A way that does not apply by itself. */
export interface SalvageRefusal {
  readonly way: SalvageWayId
  /** One sentence. */
  readonly why: string
  /** What has to be set, or be set otherwise, for it to apply. */
  readonly setting?: string
  /** What is known for its settings, where it would apply if one of them were set. */
  readonly values?: readonly SalvageValue[]
  /** It, and those that have to be taken with it then. */
  readonly ways?: readonly SalvageWayId[]
}

export interface Salvages {
  /** The safest first. */
  readonly alone: readonly SalvagePlan[]
  /** Each that applies after those before it, until the disk can be read; only where that is more than one. */
  readonly together: SalvagePlan | undefined
  /** Of all of these what leads furthest, and of several the safest. */
  readonly best: SalvagePlan | undefined
  readonly others: readonly SalvageRefusal[]
}

/** Reads the image as often as there are ways. Its blocks have been surveyed. */
export async function listSalvages(
  inspected: Inspected,
  ids: SalvageIds,
  run?: Run,
): Promise<Salvages> {
  const alone: SalvagePlan[] = []
  const others: SalvageRefusal[] = []
  for (const way of SALVAGE_WAYS) {
    const plan = await planSalvage(inspected, { ways: [way] }, ids, run)
    if (!applies(plan)) others.push(refusalOf(inspected, way, plan))
    else if (DOUBTFUL.includes(way) && isClosedOff(plan.after)) {
      others.push({ way, why: 'What it leads to cannot be opened either.' })
    } else alone.push(plan)
  }
  const { together, open } = await joinAll(inspected, alone, ids, run)
  const all = together ? [...alone, together] : alone
  const [first, ...rest] = all
  const best =
    first && rest.reduce((found, plan) => (rankOf(plan) > rankOf(found) ? plan : found), first)
  return { alone, others: others.map((one) => open.get(one.way) ?? one), together, best }
}

/** Without the name of the way in front. */
function refusalOf(
  { before }: Inspected,
  way: SalvageWayId,
  refusal: NotApplicable,
): SalvageRefusal {
  const others = (refusal.values ?? []).map((value) => value.way).filter((each) => each !== way)
  // Of a file whose beginning is gone this is a part of it, and only then.
  const isHeadless = others.length > 0 && before.identity.kind !== 'vhdx'
  const all = new Set<SalvageWayId>([
    way,
    ...others,
    ...(isHeadless ? ['identifier' as const] : []),
  ])
  return {
    way,
    ...refusal,
    why: refusal.why.replace(`${way}: `, ''),
    ...(isOpenTo(refusal) && { ways: BY_STAGE.filter((each) => all.has(each)) }),
  }
}

const isWhole = ({ after, judged }: SalvagePlan): boolean =>
  after.inspection.outcome === 'clean' && judged.condition === 'sound'

/** How far a result is on its way to an image that can be read. */
const rankOf = ({ after, judged }: Pick<SalvagePlan, 'after' | 'judged'>): number =>
  OUTCOMES.indexOf(after.inspection.outcome) * CONDITIONS.length +
  CONDITIONS.indexOf(judged.condition)

const OUTCOMES: readonly Outcome[] = ['not-vhdx', 'refused', 'replayable', 'clean']

/** What only exchanges one doubt for another has to be worth it. */
const DOUBTFUL: readonly SalvageWayId[] = ['by-other-header']

interface Joined {
  readonly together: SalvagePlan | undefined
  /** Ways that would apply after others if something were set for them. */
  readonly open: ReadonlyMap<SalvageWayId, SalvageRefusal>
}

async function joinAll(
  inspected: Inspected,
  alone: readonly SalvagePlan[],
  ids: SalvageIds,
  run?: Run,
): Promise<Joined> {
  const open = new Map<SalvageWayId, SalvageRefusal>()
  if (alone.some(isWhole)) return { together: undefined, open }
  let best: SalvagePlan | undefined
  for (const way of BY_STAGE) {
    const plan = await planSalvage(inspected, { ways: [...(best?.ways ?? []), way] }, ids, run)
    if (!applies(plan) && isOpenTo(plan)) open.set(way, refusalOf(inspected, way, plan))
    // One that only does what another has done adds nothing.
    if (!applies(plan) || plan.ways.length <= (best?.ways.length ?? 0)) continue
    const gain = best ? rankOf(plan) - rankOf(best) : 1
    if (gain < (DOUBTFUL.includes(way) ? 1 : 0)) continue
    best = plan
    if (isWhole(plan)) break
  }
  return { together: best && best.ways.length > 1 ? best : undefined, open }
}
