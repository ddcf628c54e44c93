/** Which calls `chainCalls` answers, for those who must not load it. */
import type { CallName } from './protocol/protocol.ts'

export const CHAIN_CALLS = ['findChild', 'setParents'] as const satisfies readonly CallName[]
export type ChainCall = (typeof CHAIN_CALLS)[number]
