/** What the worker answers: every call of the protocol, about the one file that it has open. */
import { behind } from './behind.ts'
import { openingCalls } from './calls/opening.ts'
import { readingCalls } from './calls/reading.ts'
import { CHAIN_CALLS } from './chain-call-names.ts'
import { DISK_CALLS } from './disk-call-names.ts'
import { EVIDENCE_CALLS } from './evidence-call-names.ts'
import { CurrentFile } from './file/current-file.ts'
import { HISTORY_CALLS } from './history-call-names.ts'
import { MAP_CALLS } from './map-call-names.ts'
import { PATCH_CALLS } from './patch-call-names.ts'
import { QEMU_CALLS } from './qemu-call-names.ts'
import { RECIPE_CALLS } from './recipe-call-names.ts'
import { REPAIR_CALLS } from './repair-call-names.ts'
import { REPORT_CALLS } from './report-call-names.ts'
import type { Handlers } from './rpc.ts'
import { type Platform, workbench } from './workbench/workbench.ts'
import { WORKBENCH_CALLS } from './workbench-call-names.ts'

/** Handlers that share one open file. `platform` lacks what the browser lacks. */
export function sessionHandlers(platform: Partial<Platform> = {}): Handlers {
  const current = new CurrentFile()
  const bench = workbench(platform)
  const evidenceCode = import('./calls/evidence.ts')
  const workbenchCode = import('./calls/workbench.ts')
  const chainCode = import('./calls/chain.ts')
  const diskCode = import('./calls/disk.ts')
  const historyCode = import('./calls/history.ts')
  const mapCode = import('./calls/map.ts')
  const patchCode = import('./calls/patch.ts')
  const qemuCode = import('./calls/qemu.ts')
  const recipeCode = import('./calls/recipe.ts')
  const repairCode = import('./calls/repair.ts')
  // The survey of a file of QEMU asks for it: by then the page may be offline.
  import('../engine/producers/shifted-bat.ts').catch(() => undefined)
  const reportCode = import('./calls/report.ts')
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
      HISTORY_CALLS,
      historyCode.then(({ historyCalls }) => historyCalls(current)),
    ),
    ...behind(
      MAP_CALLS,
      mapCode.then(({ mapCalls }) => mapCalls(current)),
    ),
    ...behind(
      PATCH_CALLS,
      patchCode.then(({ patchCalls }) => patchCalls(current)),
    ),
    ...behind(
      QEMU_CALLS,
      qemuCode.then(({ qemuCalls }) => qemuCalls(current)),
    ),
    ...behind(
      RECIPE_CALLS,
      recipeCode.then(({ recipeCalls }) => recipeCalls(current, bench)),
    ),
    ...behind(
      REPAIR_CALLS,
      repairCode.then(({ repairCalls }) => repairCalls(current)),
    ),
    ...behind(
      REPORT_CALLS,
      reportCode.then(({ reportCalls }) => reportCalls(current)),
    ),
    ...behind(
      EVIDENCE_CALLS,
      evidenceCode.then(({ evidenceCalls }) => evidenceCalls(current)),
    ),
    ...behind(
      WORKBENCH_CALLS,
      workbenchCode.then(({ workbenchCalls }) => workbenchCalls(current, bench)),
    ),
  }
}
