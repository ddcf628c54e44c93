/** Calls about the log's history and its search. They only read: none of what they make can be saved. */
import type { ByteSource } from '../../engine/bytes/byte-source.ts'
import type { Guid } from '../../engine/bytes/guid.ts'
import { readEntryDiff, withEntry } from '../../engine/entries/entry-diff.ts'
import { HistoryRows } from '../../engine/history/history-rows.ts'
import { TraceRows } from '../../engine/history/trace-rows.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { LogScan } from '../../engine/log/log.ts'
import { CallError } from '../client.ts'
import type { CurrentFile } from '../file/current-file.ts'
import { readPage } from '../file/files.ts'
import type { HistoryCall } from '../history-call-names.ts'
import type { Handlers } from '../rpc.ts'
import { runOf } from './call-run.ts'

const NO_ROWS = { rows: [], total: 0 } as const

/** What was made for one log; another reading of the file has another scan. */
interface Kept {
  readonly scan: LogScan
  rows?: Promise<HistoryRows | undefined>
  trace?: { readonly guid: Guid | undefined; readonly rows: TraceRows | undefined }
  entry?: { readonly position: number; readonly state: State; readonly source: ByteSource }
}

export function historyCalls(current: CurrentFile): Pick<Handlers, HistoryCall> {
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
    readSessions: async (window) =>
      (await history())?.sessions(window) ?? { ...NO_ROWS, orphans: 0, complete: true },
    readSessionEntries: async ({ session, ...window }, run) =>
      (await history())?.entries(session, window, runOf(run)) ?? NO_ROWS,
    readWrittenPlaces: async ({ session, ...window }) =>
      (await history())?.places(session, window) ?? { ...NO_ROWS, complete: true },
    readPlaceSteps: async ({ offset, length, batEntry, ...window }, run) =>
      (await history())?.steps({ offset, length }, window, runOf(run), batEntry) ?? NO_ROWS,
    readOrphans: async (window) => (await history())?.orphans(window) ?? NO_ROWS,
    readEntryDiff: async ({ position, state, ...window }) =>
      readEntryDiff(current.file.inspected, position, state, window),
    readWithEntry: async ({ position, state, ...range }) => {
      const mine = keep()
      if (mine?.entry?.position !== position || mine.entry.state !== state) {
        const source = await withEntry(current.file.inspected, position, state)
        if (!mine || !source) throw new CallError('internal', 'No log entry begins there.')
        mine.entry = { position, state, source }
      }
      return readPage(mine.entry.source, range)
    },
    readTrace: async ({ guid, ...window }) => trace(guid)?.steps(window) ?? NO_ROWS,
    readTraceTails: async ({ guid, ...window }) => trace(guid)?.tails(window) ?? NO_ROWS,
    findTraceStep: async ({ guid, slot }) => trace(guid)?.stepAtSlot(slot) ?? 0,
  }
}
