/** Calls that change the kept image that is open: previewed, journalled, replayed in place. */

import { withUpdates } from '../../engine/journal/byte-update.ts'
import { previewEdits } from '../../engine/journal/edit-preview.ts'
import { encodeEdits } from '../../engine/journal/encode-edits.ts'
import { readPage } from '../file/files.ts'
import type { Opened } from '../protocol/file.ts'
import type { CallRun, HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { planError } from '../workbench/change-errors.ts'
import { type Change, changeKept, journal, replayInPlace } from '../workbench/change-kept.ts'
import { runOf } from './call-run.ts'

export function editCalls({ current, bench }: Session): HandlersOf<'edit'> {
  const change = async (what: Change, run: CallRun): Promise<Opened> => {
    const { kept } = current
    // What has been written is looked at, whether somebody still waits for it or not.
    const { name } = kept
    const reopen = async () => current.open(await bench.file(name), { kind: 'kept', name }, {})
    return changeKept(bench, { ...kept, reopen }, what, run)
  }

  return {
    preview: async ({ edits }, run) => {
      const { file } = current.kept
      return previewEdits(file.inspected, edits, file.ids, runOf(run)).catch((error: unknown) => {
        throw planError(error)
      })
    },
    read: async ({ edits, ...range }) => {
      const { source } = current.kept.file
      const updates = await encodeEdits(source, edits).catch((error: unknown) => {
        throw planError(error)
      })
      return readPage(withUpdates(source, updates), range)
    },
    commit: ({ edits, end }, run) => change(journal(edits, end), run),
    replay: (_, run) => change(replayInPlace, run),
  }
}
