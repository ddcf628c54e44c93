/** What the worker answers: every call of the protocol, about the one file that it has open. */
import type { Run } from '../engine/bytes/byte-source.ts'
import { readDescriptorRows } from '../engine/inspect/descriptor-rows.ts'
import { findEntry } from '../engine/inspect/find-entry.ts'
import type { Inspection } from '../engine/inspect/inspection.ts'
import { locate } from '../engine/inspect/locate.ts'
import { reportReplay } from '../engine/inspect/replay-report.ts'
import { makeReport } from '../engine/inspect/report.ts'
import { VERSION } from '../version.ts'
import { CallError } from './client.ts'
import { blobOfParts } from './copy-parts.ts'
import { entryPage } from './entry-page.ts'
import { fileOf } from './files.ts'
import { OpenFile } from './open-file.ts'
import { MAX_PAGE_BYTES } from './protocol.ts'
import type { CallRun, Handlers } from './rpc.ts'
import { sampleBlob } from './sample-blob.ts'
import { saveCopy } from './saving.ts'
import { throttled } from './throttle.ts'
import { hasChanged } from './watch.ts'

const runOf = ({ signal, progress }: CallRun): Run => {
  const report = throttled(progress)
  return { signal, onProgress: (done, total) => report({ done, total }) }
}

/** Handlers that share one open file; another `open` takes its place. */
export function sessionHandlers(): Handlers {
  let current: OpenFile | undefined
  const opened = (): OpenFile => {
    if (!current) throw new CallError('internal', 'No file is open.')
    return current
  }
  const open = async (file: Blob, run: CallRun): Promise<Inspection> => {
    current = await OpenFile.open(file, runOf(run))
    return current.inspected.inspection
  }

  return {
    open: async ({ input }, run) => open(await fileOf(input), run),
    openSample: async ({ sample }, run) => open(sampleBlob(sample), run),
    survey: async (_, run) => {
      const file = opened()
      await file.survey(runOf(run))
      return file.inspected.inspection
    },
    readBytes: async ({ offset, length, ...reading }) => {
      const source = opened().read(reading)
      const start = Math.min(offset, source.size)
      return source.read(start, Math.min(length, MAX_PAGE_BYTES, source.size - start))
    },
    readEntries: async (query) => entryPage(opened().inspected.scan?.entries ?? [], query),
    readEntry: async ({ position }) => {
      const { scan } = opened().inspected
      return scan && findEntry(scan, position)
    },
    readDescriptors: ({ position, ...window }) =>
      readDescriptorRows(opened().inspected, position, window),
    readBat: (query, run) => opened().batRows.page(query, runOf(run)),
    readReplay: async ({ upTo }, run) => {
      const file = opened()
      return reportReplay(file.partial(upTo), file.replay.after, runOf(run))
    },
    locate: ({ offset, ...reading }, run) => {
      const file = opened()
      const { before, replay, scan } = file.inspected
      const image = reading.state === 'after' && replay ? replay.after : before
      return locate({ source: file.read(reading), image, scan }, offset, runOf(run))
    },
    bytesRead: async () => opened().coverage.bytes,
    checkSource: async (_, { signal }) => {
      const watch = await opened().watch()
      return { changed: await hasChanged(watch, { signal }) }
    },
    saveCopy: ({ target }, run) => saveCopy(opened(), target, run),
    makeCopy: async (_, run) => blobOfParts(await opened().parts(runOf(run))),
    report: async ({ name, made }) => {
      const facts = { toolVersion: VERSION, made, fileName: name }
      const report = makeReport(opened().inspected, facts)
      return new TextEncoder().encode(`${JSON.stringify(report, undefined, 2)}\n`)
    },
  }
}
