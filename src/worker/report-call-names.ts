/** Which calls `reportCalls` answers, for those who must not load it. */
import type { CallName } from './protocol/protocol.ts'

export const REPORT_CALLS = ['report', 'readReport'] as const satisfies readonly CallName[]
export type ReportCall = (typeof REPORT_CALLS)[number]
