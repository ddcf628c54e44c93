/** What the worker answers: every call of the protocol, about the one file that it has open. */
import { behind } from './behind.ts'
import { CHAIN_CALLS } from './chain-call-names.ts'
import { CurrentFile } from './current-file.ts'
import { DISK_CALLS } from './disk-call-names.ts'
import { MAP_CALLS } from './map-call-names.ts'
import { openingCalls } from './opening-calls.ts'
import { readingCalls } from './reading-calls.ts'
import { RECIPE_CALLS } from './recipe-call-names.ts'
import type { Handlers } from './rpc.ts'
import { type Platform, workbench } from './workbench.ts'
import { WORKBENCH_CALLS } from './workbench-call-names.ts'

/** Handlers that share one open file. `platform` lacks what the browser lacks. */
export function sessionHandlers(platform: Partial<Platform> = {}): Handlers {
  const current = new CurrentFile()
  const bench = workbench(platform)
  const workbenchCode = import('./workbench-calls.ts')
  const chainCode = import('./chain-calls.ts')
  const diskCode = import('./disk-calls.ts')
  const mapCode = import('./map-calls.ts')
  const recipeCode = import('./recipe-calls.ts')
  return {
    ...openingCalls(current, bench),
    ...readingCalls(current),
    ...behind(
      CHAIN_CALLS,
      chainCode.then(({ chainCalls }) => chainCalls(current)),
    ),
    ...behind(
      DISK_CALLS,
      diskCode.then(({ diskCalls }) => diskCalls(current)),
    ),
    ...behind(
      MAP_CALLS,
      mapCode.then(({ mapCalls }) => mapCalls(current)),
    ),
    ...behind(
      RECIPE_CALLS,
      recipeCode.then(({ recipeCalls }) => recipeCalls(current, bench)),
    ),
    ...behind(
      WORKBENCH_CALLS,
      workbenchCode.then(({ workbenchCalls }) => workbenchCalls(current, bench)),
    ),
  }
}
