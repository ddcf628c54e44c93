/** Calls that read the open file. */

import { reportReplay } from '../../engine/changes/replay-report.ts'
import { readDescriptorRows } from '../../engine/entries/descriptor-rows.ts'
import { findEntry } from '../../engine/log/find-entry.ts'
import { locate } from '../../engine/places/locate.ts'
import type { CurrentFile } from '../file/current-file.ts'
import { readPage } from '../file/files.ts'
import { hasChanged } from '../file/watch.ts'
import type { Handlers } from '../rpc.ts'
import { blobOfParts } from '../save/copy-parts.ts'
import { runOf } from './call-run.ts'
import { entryPage } from './entry-page.ts'

type ReadingCall =
  | 'survey'
  | 'readBytes'
  | 'readEntries'
  | 'readEntry'
  | 'readDescriptors'
  | 'readReplay'
  | 'locate'
  | 'bytesRead'
  | 'checkSource'
  | 'makeCopy'

export function readingCalls(current: CurrentFile): Pick<Handlers, ReadingCall> {
  return {
    survey: async (_, run) => {
      const { file } = current
      await file.survey(runOf(run))
      return file.inspected.inspection
    },
    readBytes: async ({ offset, length, ...reading }) =>
      readPage(current.file.read(reading), { offset, length }),
    readEntries: async (query) => entryPage(current.file.inspected.scan?.entries ?? [], query),
    readEntry: async ({ position }) => {
      const { scan } = current.file.inspected
      return scan && findEntry(scan, position)
    },
    readDescriptors: async ({ position, ...window }) =>
      readDescriptorRows(current.file.inspected, position, window),
    readReplay: async ({ upTo }, run) => {
      const { file } = current
      return reportReplay(file.partial(upTo), file.replay.after, runOf(run))
    },
    locate: async ({ offset, ...reading }, run) => {
      const { file } = current
      const { before, replay, scan } = file.inspected
      const image = reading.state === 'after' && replay ? replay.after : before
      return locate({ source: file.read(reading), image, scan }, offset, runOf(run))
    },
    bytesRead: async () => current.file.coverage.bytes,
    checkSource: async (_, { signal }) => {
      const watch = await current.file.watch()
      return { changed: await hasChanged(watch, { signal }) }
    },
    makeCopy: async (_, run) => blobOfParts(await current.file.parts(runOf(run))),
  }
}
