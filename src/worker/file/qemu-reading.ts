/** What QEMU would do with an open file, found out once. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import type { Outcome } from '../../engine/inspect/inspection.ts'
import type { QemuReport } from '../../engine/qemu/qemu-answer.ts'
import { withQemu } from '../../engine/qemu/qemu-finding.ts'
import { readAsQemu } from '../../engine/qemu/qemu-report.ts'
import type { OpenFile } from './open-file.ts'

/** A survey may refuse the file: then its log is another matter. */
const known = new WeakMap<OpenFile, { readonly outcome: Outcome; readonly report: QemuReport }>()

/** Also adds to the findings of the file what follows from it. */
export async function readQemu(file: OpenFile, run: Run): Promise<QemuReport> {
  const { inspected } = file
  const { outcome } = inspected.inspection
  const last = known.get(file)
  const report = last?.outcome === outcome ? last.report : await readAsQemu(inspected, run)
  known.set(file, { outcome, report })
  file.amend((found) => withQemu(found, report))
  return report
}
