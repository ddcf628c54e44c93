/** Calls about the images that are kept in the browser’s private storage. */
import { beginsAsSkeleton } from '../../engine/skeleton/signature.ts'
import { needsData } from '../../engine/skeleton/skeleton-words.ts'
import { CallError } from '../client.ts'
import { GIVEN, SOURCE } from '../errors.ts'
import { blobSource, fileOf } from '../file/files.ts'
import type { HandlersOf } from '../rpc.ts'
import { exportCopy } from '../save/saving.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

const WORKBENCH = 'an image in the workbench'

export const workbenchCalls = ({ current, bench }: Session): HandlersOf<'workbench'> => ({
  list: () => bench.list(),
  keep: async ({ input, name }, run) => {
    const given = await fileOf(input, GIVEN)
    if (await beginsAsSkeleton(blobSource(given, GIVEN))) {
      throw new CallError('not-in-skeleton', needsData(WORKBENCH), { about: 'given' })
    }
    return bench.keep(given, GIVEN, name, runOf(run))
  },
  keepOpen: async ({ name }, run) => {
    current.file.requireData(WORKBENCH)
    return bench.keep(current.file.file, SOURCE, name, runOf(run))
  },
  remove: async ({ name }) => {
    await bench.remove(name)
    return undefined
  },
  open: async ({ name }, run) =>
    current.open(await bench.file(name), { kind: 'kept', name }, runOf(run)),
  export: (target, run) => exportCopy(current.file, target, run),
  blob: async (_, run) => {
    const { file } = current
    await file.requireUnchanged(run)
    return file.file
  },
})
