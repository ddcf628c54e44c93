/** Calls about the workbench: what is kept there, and the changes of the kept image that is open. */

import type { Inspection } from '../../engine/inspect/inspection.ts'
import { withUpdates } from '../../engine/journal/byte-update.ts'
import { previewEdits } from '../../engine/journal/edit-preview.ts'
import { encodeEdits } from '../../engine/journal/encode-edits.ts'
import type { CurrentFile } from '../file/current-file.ts'
import { fileOf, readPage } from '../file/files.ts'
import type { CallRun, Handlers } from '../rpc.ts'
import { exportCopy } from '../save/saving.ts'
import { planError } from '../workbench/change-errors.ts'
import { type Change, changeKept, journal, replayInPlace } from '../workbench/change-kept.ts'
import type { Workbench } from '../workbench/workbench.ts'
import type { WorkbenchCall } from '../workbench-call-names.ts'
import { runOf } from './call-run.ts'

export function workbenchCalls(
  current: CurrentFile,
  bench: Workbench,
): Pick<Handlers, WorkbenchCall> {
  const change = async (what: Change, run: CallRun): Promise<Inspection> => {
    const { kept } = current
    // What has been written is looked at, whether somebody still waits for it or not.
    const { name } = kept
    const reopen = async () => current.open(await bench.file(name), { kind: 'kept', name }, {})
    return changeKept(bench, { ...kept, reopen }, what, run)
  }

  return {
    listKept: () => bench.list(),
    keep: async ({ input, name }, run) => bench.keep(await fileOf(input), name, runOf(run)),
    keepOpen: async ({ name }, run) => bench.keep(current.file.file, name, runOf(run)),
    removeKept: async ({ name }) => {
      await bench.remove(name)
      return undefined
    },
    previewEdits: async ({ edits }, run) => {
      const { file } = current.kept
      return previewEdits(file.inspected, edits, file.ids, runOf(run)).catch((error: unknown) => {
        throw planError(error)
      })
    },
    readEdited: async ({ edits, ...range }) => {
      const { source } = current.kept.file
      const updates = await encodeEdits(source, edits).catch((error: unknown) => {
        throw planError(error)
      })
      return readPage(withUpdates(source, updates), range)
    },
    commitEdits: ({ edits, end }, run) => change(journal(edits, end), run),
    replayInPlace: (_, run) => change(replayInPlace, run),
    exportKept: (target, run) => exportCopy(current.file, target, run),
    blobOfKept: async () => current.file.file,
  }
}
