/** Calls that open a file that is there: one of the user, or one that is kept. */

import type { CurrentFile } from '../file/current-file.ts'
import { fileOf } from '../file/files.ts'
import type { Handlers } from '../rpc.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { runOf } from './call-run.ts'

type OpeningCall = 'open' | 'openKept'

export function openingCalls(current: CurrentFile, bench: Workbench): Pick<Handlers, OpeningCall> {
  return {
    open: async ({ input }, run) => current.open(await fileOf(input), { kind: 'user' }, runOf(run)),
    openKept: async ({ name }, run) =>
      current.open(await bench.file(name), { kind: 'kept', name }, runOf(run)),
  }
}
