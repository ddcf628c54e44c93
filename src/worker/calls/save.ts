/** Calls that make the replayed copy: written into a file, or as a Blob for a download. */
import type { HandlersOf } from '../rpc.ts'
import { compareCopies } from '../save/compare-copies.ts'
import { downloadOf } from '../save/download.ts'
import { saveCopy } from '../save/saving.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export const saveCalls = ({ current, platform }: Session): HandlersOf<'save'> => ({
  copy: async (target, run) => saveCopy(current.file, target, run),
  blob: async (_, run) => {
    const { file } = current
    await file.requireUnchanged(run)
    return downloadOf({ current, platform }, await file.parts(runOf(run)), runOf(run))
  },
  compare: async ({ expected, found }, run) => compareCopies(expected, found, runOf(run)),
})
