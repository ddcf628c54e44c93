/** A salvage as it is viewed: the state "after" of every screen, and what is said of it, as plain data. */
import type { Run } from '../bytes/byte-source.ts'
import { reportUpdate } from '../changes/update-report.ts'
import type { Verdict } from '../diagnosis/verdict.ts'
import { byGravity, type StatedFinding } from '../findings/finding.ts'
import { identify } from '../inspect/collect-findings.ts'
import type { Inspected, Viewed } from '../inspect/inspect.ts'
import type { Inspection, Outcome } from '../inspect/inspection.ts'
import type { SalvagePlan } from './plan-salvage.ts'
import type { SalvageWayId } from './salvage-words.ts'
import type { SalvageValue } from './value-words.ts'
import type { SalvageLoss } from './way.ts'

export interface SalvageReport {
  /** In the order in which they are taken. */
  readonly ways: readonly SalvageWayId[]
  /** What is given up. */
  readonly losses: readonly SalvageLoss[]
  /** What the ways are taken with, and why. */
  readonly values: readonly SalvageValue[]
  /** How many entries of the log are applied, where it is whole after the ways. */
  readonly applied: number
  /** In bytes. */
  readonly sizeBefore: number
  readonly sizeAfter: number
  /** How the result is closed. */
  readonly outcome: Outcome
  /** The verdict on the result, which is held against every copy of it. */
  readonly promised: Verdict
}

export const salvageReport = (plan: SalvagePlan): SalvageReport => ({
  ways: plan.ways,
  losses: plan.losses,
  values: plan.values,
  applied: plan.applied,
  sizeBefore: plan.sizeBefore,
  sizeAfter: plan.sizeAfter,
  outcome: plan.after.inspection.outcome,
  promised: plan.promised,
})

/** What holds of both is a finding of the result, and still counts; what only the result has does not. */
function findingsOf(file: Inspection, result: Inspection): readonly StatedFinding[] {
  const own = new Map(file.findings.map((found) => [identify(found), found]))
  const left = result.findings
    .filter(({ counts }) => counts)
    .map((found) => {
      const known = own.get(identify(found))
      // What the log holds is no reading of the file.
      if (known?.state === 'log') return known
      return { ...found, state: 'after' as const, counts: known?.counts ?? false }
    })
  const lasting = new Set(left.map(identify))
  const mended = file.findings.filter(
    (found) => found.state !== 'after' && !lasting.has(identify(found)),
  )
  return [...mended, ...left].sort(byGravity)
}

/**
 * `inspected`, for which `plan` was made, with the salvage in the place of its replay. Its outcome stays
 * that of the file; of the result it has the findings, which do not count for the file.
 */
export async function viewSalvaged(
  inspected: Inspected,
  { result, after }: SalvagePlan,
  run?: Run,
): Promise<Viewed> {
  const { inspection } = inspected
  const report = await reportUpdate('salvage', result, after.before, run)
  return {
    ...inspected,
    inspection: {
      ...inspection,
      update: report,
      after: after.inspection.before,
      findings: findingsOf(inspection, after.inspection),
    },
    update: { kind: 'salvage', result, after: after.before, report },
  }
}
