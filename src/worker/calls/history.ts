/** Calls about the log's history and its search. They only read: none of what they make can be saved. */
import type { Guid } from '../../engine/bytes/guid.ts'
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
  rows?: Promise<HistoryRows | undefined>
  trace?: { readonly guid: Guid | undefined; readonly rows: TraceRows | undefined }
}

export function historyCalls({ current }: Session): HandlersOf<'history'> {
  let kept: Kept | undefined
  const keep = (): Kept | undefined => {
    const { scan } = current.file.inspected
    if (scan && kept?.scan !== scan) kept = { scan }
    return scan && kept
  }
  /** Not cancelled with the call that first wants it: others wait for it, too. */
  const history = async (): Promise<HistoryRows | undefined> => {
    const mine = keep()
    if (!mine) return undefined
    mine.rows ??= HistoryRows.open(current.file.inspected)
    try {
      return await mine.rows
    } catch (error) {
      // What could not be read may be read the next time.
      delete mine.rows
      throw error
    }
  }
  const trace = (guid: Guid | undefined): TraceRows | undefined => {
    const mine = keep()
    if (!mine) return undefined
    if (!mine.trace || mine.trace.guid !== guid) {
      mine.trace = { guid, rows: TraceRows.open(current.file.inspected, guid) }
    }
    return mine.trace.rows
  }

  return {
    sessions: async (window) =>
      (await history())?.sessions(window) ?? { ...NO_ROWS, orphans: 0, complete: true },
    sessionEntries: async ({ session, ...window }, run) =>
      (await history())?.entries(session, window, runOf(run)) ?? NO_ROWS,
    places: async ({ session, ...window }) =>
      (await history())?.places(session, window) ?? { ...NO_ROWS, complete: true },
    steps: async ({ offset, length, batEntry, ...window }, run) =>
      (await history())?.steps({ offset, length }, window, runOf(run), batEntry) ?? NO_ROWS,
    orphans: async (window) => (await history())?.orphans(window) ?? NO_ROWS,
    trace: async ({ guid, ...window }) => trace(guid)?.steps(window) ?? NO_ROWS,
    tails: async ({ guid, ...window }) => trace(guid)?.tails(window) ?? NO_ROWS,
    findStep: async ({ guid, slot }) => trace(guid)?.stepAtSlot(slot) ?? 0,
  }
}
