/** Which calls `workbenchCalls` answers, for those who must not load it. */
import type { CallName } from './protocol/protocol.ts'

export const WORKBENCH_CALLS = [
  'listKept',
  'keep',
  'keepOpen',
  'removeKept',
  'previewEdits',
  'readEdited',
  'commitEdits',
  'replayInPlace',
  'exportKept',
  'blobOfKept',
] as const satisfies readonly CallName[]
export type WorkbenchCall = (typeof WORKBENCH_CALLS)[number]
