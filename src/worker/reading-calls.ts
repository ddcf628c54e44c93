/** Calls that read the open file, and those that save what it reads as. */
import { readDescriptorRows } from '../engine/inspect/descriptor-rows.ts'
import { findEntry } from '../engine/inspect/find-entry.ts'
import { locate } from '../engine/inspect/locate.ts'
import { reportReplay } from '../engine/inspect/replay-report.ts'
import { makeReport } from '../engine/inspect/report.ts'
import { VERSION } from '../version.ts'
import { runOf } from './call-run.ts'
import { blobOfParts } from './copy-parts.ts'
import type { CurrentFile } from './current-file.ts'
import { entryPage } from './entry-page.ts'
import { readPage } from './files.ts'
import { chainOf } from './layers.ts'
import type { Handlers } from './rpc.ts'
import { saveCopy } from './saving.ts'
import { hasChanged } from './watch.ts'

type ReadingCall =
  | 'survey'
  | 'readBytes'
  | 'readEntries'
  | 'readEntry'
  | 'readDescriptors'
  | 'readBat'
  | 'readReplay'
  | 'locate'
  | 'bytesRead'
  | 'checkSource'
  | 'saveCopy'
  | 'makeCopy'
  | 'report'

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
    readBat: async (query, run) => current.file.batRows.page(query, runOf(run)),
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
    saveCopy: async ({ target }, run) => saveCopy(current.file, target, run),
    makeCopy: async (_, run) => blobOfParts(await current.file.parts(runOf(run))),
    report: async ({ name, made }) => {
      const facts = { toolVersion: VERSION, made, fileName: name }
      const report = makeReport(current.file.inspected, facts, chainOf(current.file))
      return new TextEncoder().encode(`${JSON.stringify(report, undefined, 2)}\n`)
    },
  }
}
