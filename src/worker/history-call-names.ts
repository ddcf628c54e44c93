/** Which calls `historyCalls` answers, for those who must not load it. */
import type { CallName } from './protocol/protocol.ts'

export const HISTORY_CALLS = [
  'readSessions',
  'readSessionEntries',
  'readWrittenPlaces',
  'readPlaceSteps',
  'readOrphans',
  'readEntryDiff',
  'readWithEntry',
  'readTrace',
  'readTraceTails',
  'findTraceStep',
] as const satisfies readonly CallName[]
export type HistoryCall = (typeof HISTORY_CALLS)[number]
