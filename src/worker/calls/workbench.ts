/** Calls about the images that are kept in the browser’s private storage. */
import { GIVEN, SOURCE } from '../errors.ts'
import { fileOf } from '../file/files.ts'
import type { HandlersOf } from '../rpc.ts'
import { exportCopy } from '../save/saving.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export const workbenchCalls = ({ current, bench }: Session): HandlersOf<'workbench'> => ({
  list: () => bench.list(),
  keep: async ({ input, name }, run) =>
    bench.keep(await fileOf(input, GIVEN), GIVEN, name, runOf(run)),
  keepOpen: async ({ name }, run) => bench.keep(current.file.file, SOURCE, name, runOf(run)),
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
