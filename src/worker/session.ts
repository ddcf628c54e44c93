/** What the worker answers: every call of the protocol, about the one file that it has open. */
import { behind } from './behind.ts'
import { CurrentFile } from './current-file.ts'
import { openingCalls } from './opening-calls.ts'
import { readingCalls } from './reading-calls.ts'
import type { Handlers } from './rpc.ts'
import { type Platform, workbench } from './workbench.ts'
import { WORKBENCH_CALLS } from './workbench-call-names.ts'

/** Handlers that share one open file. `platform` lacks what the browser lacks. */
export function sessionHandlers(platform: Partial<Platform> = {}): Handlers {
  const current = new CurrentFile()
  const bench = workbench(platform)
  const workbenchCode = import('./workbench-calls.ts')
  return {
    ...openingCalls(current, bench),
    ...readingCalls(current),
    ...behind(
      WORKBENCH_CALLS,
      workbenchCode.then(({ workbenchCalls }) => workbenchCalls(current, bench)),
    ),
  }
}
