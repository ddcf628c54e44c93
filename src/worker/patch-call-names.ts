/** Which calls `patchCalls` answers, for those who must not load it. */
import type { CallName } from './protocol/protocol.ts'

export const PATCH_CALLS = ['patchSize', 'makePatch'] as const satisfies readonly CallName[]
export type PatchCall = (typeof PATCH_CALLS)[number]
