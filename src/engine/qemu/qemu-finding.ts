/** The finding about what QEMU would do. */
import { type Finding, finding } from '../findings/finding.ts'
import { collectFindings } from '../inspect/collect-findings.ts'
import { type Inspected, isDirty } from '../inspect/inspect.ts'
import type { QemuReport } from './qemu-answer.ts'

const RULE = 'replay.diverges-qemu'

/** The finding that follows from a report, if one does. */
function qemuFinding(
  { scan, before }: Pick<Inspected, 'scan' | 'before'>,
  { diverges, headline: words }: QemuReport,
): Finding | undefined {
  const place = scan?.region ?? before.headers.current?.at
  return diverges && place ? finding(RULE, place, { words: words.replace(/\.$/, '') }) : undefined
}

/** The inspection with what the report says in its findings, once however often it is added. */
export function withQemu(inspected: Inspected, report: QemuReport): Inspected {
  const added = qemuFinding(inspected, report)
  const others = inspected.found.log.filter(({ rule }) => rule !== RULE)
  const found = { ...inspected.found, log: added ? [...others, added] : others }
  const findings = collectFindings(found, isDirty(inspected.before))
  return { ...inspected, found, inspection: { ...inspected.inspection, findings } }
}
