/** The replay of the active sequence as a plan, §2.3.3: what would be written, and whether it may be. */
import { type ByteSource, position, type Run } from '../bytes/byte-source.ts'
import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import { type Finding, refusal } from '../findings/finding.ts'
import { type CurrentHeader, planHeaderUpdate } from '../update/header-update.ts'
import { type ExtendStep, type Step, sizeAfter, type WriteStep } from '../update/step.ts'
import type { ActiveSequence, LogRegion } from './log.ts'
import { headFindings, resultFindings } from './replay-findings.ts'
import { type PlannedWrite, planWrites } from './replay-writes.ts'

/** GUIDs that the replay puts into the file; the engine makes none itself. */
export interface ReplayIds {
  readonly fileWriteGuid: Guid
}

export interface ReplayParams {
  /** The file: its size counts, and the descriptors are read from it. */
  readonly source: ByteSource
  readonly region: LogRegion
  readonly active: ActiveSequence
  readonly header: CurrentHeader
  readonly ids: ReplayIds
}

export interface ReplayPlan {
  readonly active: ActiveSequence
  /**
   * All that is to be done, in order. Of a plan that `refusal` finds a reason against, what could be
   * planned: only to be looked at (see `replaySteps`).
   */
  readonly steps: readonly Step[]
  /** The writes among the steps that come from the log, in order. */
  readonly writes: readonly PlannedWrite[]
  readonly sizeBefore: number
  readonly sizeAfter: number
  /** A fatal one among them forbids the replay. */
  readonly findings: readonly Finding[]
}

/** Thrown where a plan is to be carried out that must not be. */
export class CannotReplayError extends Error {
  override readonly name = 'CannotReplayError'
  readonly reason: Finding

  constructor(reason: Finding) {
    super(`the log must not be replayed: ${reason.rule}`)
    this.reason = reason
  }
}

/**
 * Plans the replay of the active sequence: both headers get a new FileWriteGuid and still name the
 * log (§2.2.2.1); every descriptor from tail to head is obeyed in order; the file is extended to the
 * head's LastFileOffset; when that is stable, both headers get an empty LogGuid. A crash at any point
 * leaves a file whose log can be replayed again, or one that is done. DataWriteGuid stays: the user of
 * the disk sees nothing new, and children find their parent by it.
 * Never throws on content: what forbids the replay is a fatal finding.
 */
export async function planReplay(params: ReplayParams, run?: Run): Promise<ReplayPlan> {
  const { source, region, active, header, ids } = params
  const application = await planApplication(source, region, active, run)
  return {
    active,
    steps: withHeaderUpdates(application.steps, header, ids),
    writes: application.writes,
    sizeBefore: source.size,
    sizeAfter: sizeAfter(source.size, application.steps),
    findings: application.findings,
  }
}

/** What the entries of an active sequence do to the file, without the headers. */
export interface Application {
  /** The writes in order, then the extension if there is one. */
  readonly steps: readonly (WriteStep | ExtendStep)[]
  readonly writes: readonly PlannedWrite[]
  /** A fatal one among them forbids it. */
  readonly findings: readonly Finding[]
}

/** The middle of a replay: every descriptor, tail to head, and the file extended (§2.3.3). */
export async function planApplication(
  source: ByteSource,
  region: LogRegion,
  active: ActiveSequence,
  run?: Run,
): Promise<Application> {
  const { size } = source
  const { writes, findings } = await planWrites(source, region, active, run)
  const steps = [...writes, ...extension(active, size, writes)]
  return {
    steps,
    writes,
    findings: [
      ...headFindings(region, active, size),
      ...findings,
      ...resultFindings(region, writes, size, sizeAfter(size, steps)),
    ],
  }
}

/** Whether nothing forbids the replay. */
export const canReplay = (plan: ReplayPlan): boolean => refusal(plan.findings) === undefined

/** The steps of a plan, to be carried out. Throws a `CannotReplayError` where a finding forbids it. */
export function replaySteps(plan: ReplayPlan): readonly Step[] {
  const reason = refusal(plan.findings)
  if (reason !== undefined) throw new CannotReplayError(reason)
  return plan.steps
}

/**
 * The steps of the first `entryCount` entries of the active sequence, tail first, to see what each
 * of them does: without the headers. With all entries the file is extended as well.
 */
export function stepsUpTo(plan: ReplayPlan, entryCount: number): readonly Step[] {
  const { entries } = plan.active
  const taken = new Set(entries.slice(0, entryCount).map((entry) => entry.position))
  return plan.steps.filter((step) => {
    if (step.kind === 'flush') return false
    const { cause } = step
    const isWhole = entryCount >= entries.length
    const counts = cause.kind === 'descriptor' || (cause.kind === 'last-file-offset' && isWhole)
    return counts && taken.has(cause.entry)
  })
}

function extension(
  active: ActiveSequence,
  size: number,
  writes: readonly WriteStep[],
): readonly ExtendStep[] {
  const { header, position: entry } = active.head
  const last = position(header.lastFileOffset)
  if (last === undefined || last <= sizeAfter(size, writes)) return []
  return [{ kind: 'extend', size: last, cause: { kind: 'last-file-offset', entry } }]
}

/** `steps` between the two updates of the headers that every replay has. */
export function withHeaderUpdates(
  steps: readonly Step[],
  header: CurrentHeader,
  ids: ReplayIds,
): readonly Step[] {
  const opening = planHeaderUpdate(header, { fileWriteGuid: ids.fileWriteGuid })
  const closing = planHeaderUpdate(opening.current, { logGuid: NIL_GUID })
  return [...opening.steps, ...steps, { kind: 'flush' }, ...closing.steps]
}
