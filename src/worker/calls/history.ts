/** Calls about the log's history and its search. They only read: none of what they make can be saved. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import type { Guid } from '../../engine/bytes/guid.ts'
import { SharedWork } from '../../engine/bytes/shared-work.ts'
import { HistoryRows } from '../../engine/history/history-rows.ts'
import { TraceRows } from '../../engine/history/trace-rows.ts'
import type { LogScan } from '../../engine/log/log.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

const NO_ROWS = { rows: [], total: 0 } as const

/** What was made for one log; another reading of the file has another scan. */
interface Kept {
  readonly scan: LogScan
  readonly rows: SharedWork<HistoryRows | undefined>
  trace?: { readonly guid: Guid | undefined; readonly rows: TraceRows | undefined }
}

export function historyCalls({ current }: Session): HandlersOf<'history'> {
  let kept: Kept | undefined
  const keep = (): Kept | undefined => {
    const { inspected } = current.file
    const { scan } = inspected
    if (scan && kept?.scan !== scan) {
      kept = { scan, rows: new SharedWork((run) => HistoryRows.open(inspected, run)) }
    }
    return scan && kept
  }
  const history = async (run: Run): Promise<HistoryRows | undefined> => keep()?.rows.get(run)
  const trace = (guid: Guid | undefined): TraceRows | undefined => {
    const mine = keep()
    if (!mine) return undefined
    if (!mine.trace || mine.trace.guid !== guid) {
      mine.trace = { guid, rows: TraceRows.open(current.file.inspected, guid) }
    }
    return mine.trace.rows
  }

  return {
    sessions: async (window, run) =>
      (await history(runOf(run)))?.sessions(window) ?? { ...NO_ROWS, orphans: 0 },
    sessionEntries: async ({ session, ...window }, call) => {
      const run = runOf(call)
      return (await history(run))?.entries(session, window, run) ?? NO_ROWS
    },
    places: async ({ session, ...window }, call) => {
      const run = runOf(call)
      return (await history(run))?.places(session, window, run) ?? { ...NO_ROWS, complete: true }
    },
    steps: async ({ offset, length, batEntry, ...window }, call) => {
      const run = runOf(call)
      return (await history(run))?.steps({ offset, length }, window, run, batEntry) ?? NO_ROWS
    },
    orphans: async (window, run) => (await history(runOf(run)))?.orphans(window) ?? NO_ROWS,
    trace: async ({ guid, ...window }) => trace(guid)?.steps(window) ?? NO_ROWS,
    tails: async ({ guid, ...window }) => trace(guid)?.tails(window) ?? NO_ROWS,
    findStep: async ({ guid, slot }) => trace(guid)?.stepAtSlot(slot) ?? 0,
  }
}
