/** Which calls `mapCalls` answers, for those who must not load it. */
import type { CallName } from './protocol/protocol.ts'

export const MAP_CALLS = [
  'readBat',
  'readBlockMap',
  'readFileMap',
  'readFileExtents',
  'readFilePlace',
  'exportBat',
] as const satisfies readonly CallName[]
export type MapCall = (typeof MAP_CALLS)[number]
