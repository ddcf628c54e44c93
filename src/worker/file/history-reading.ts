/** The history of the open file for its report: read once, since the report is made anew with every note. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import type { Inspected } from '../../engine/inspect/inspect.ts'
import type { LogScan } from '../../engine/log/log.ts'
import { type HistoryReport, readHistoryReport } from '../../engine/report/json/history-report.ts'

/** By the scan, so that it is forgotten with it: another reading of a file has another one. */
const known = new WeakMap<LogScan, HistoryReport>()

export async function historyOf(
  inspected: Inspected,
  run: Run,
): Promise<HistoryReport | undefined> {
  const { scan } = inspected
  const read = scan && (known.get(scan) ?? (await readHistoryReport(inspected, run)))
  if (scan && read) known.set(scan, read)
  return read
}
