/** The entries of the log: pages of them, their descriptors, and what they would write. */
import type { ByteSource } from '../../engine/bytes/byte-source.ts'
import { reportUpdate } from '../../engine/changes/update-report.ts'
import { readDescriptorRows } from '../../engine/entries/descriptor-rows.ts'
import { readEntryDiff, withEntry } from '../../engine/entries/entry-diff.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { findEntry } from '../../engine/log/find-entry.ts'
import type { LogScan } from '../../engine/log/log.ts'
import { CallError } from '../client.ts'
import { readBytePage } from '../file/files.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'
import { entryPage } from './entry-page.ts'

/** The file with what one entry would write: it is read page by page. */
interface Shown {
  /** Another reading of the file has another scan. */
  readonly scan: LogScan
  readonly position: number
  readonly state: State
  readonly source: ByteSource
}

export function logCalls({ current }: Session): HandlersOf<'log'> {
  let shown: Shown | undefined
  return {
    entries: async (query) => entryPage(current.file.inspected.scan?.entries ?? [], query),
    entry: async ({ position }) => {
      const { scan } = current.file.inspected
      return scan && findEntry(scan, position)
    },
    descriptors: async ({ position, ...window }, run) =>
      readDescriptorRows(current.file.viewed, position, window, runOf(run)),
    replay: async ({ upTo }, run) => {
      const { file } = current
      return reportUpdate('replay', file.partial(upTo), file.replay.after, runOf(run))
    },
    entryDiff: async ({ position, state, ...window }, run) =>
      readEntryDiff(current.file.viewed, { position, state }, window, runOf(run)),
    withEntry: async ({ position, state, ...range }, run) => {
      const { scan } = current.file.inspected
      if (shown?.scan !== scan || shown?.position !== position || shown.state !== state) {
        const source = await withEntry(current.file.viewed, position, state, runOf(run))
        if (!scan || !source) throw new CallError('internal', 'No log entry begins there.')
        shown = { scan, position, state, source }
      }
      return readBytePage(shown.source, range)
    },
  }
}
