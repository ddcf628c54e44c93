/** Which calls `repairCalls` answers, for those who must not load it. */
import type { CallName } from './protocol/protocol.ts'

export const REPAIR_CALLS = ['exportRepair'] as const satisfies readonly CallName[]
export type RepairCall = (typeof REPAIR_CALLS)[number]
