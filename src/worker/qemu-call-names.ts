/** Which calls `qemuCalls` answers, for those who must not load it. */
import type { CallName } from './protocol/protocol.ts'

export const QEMU_CALLS = ['readAsQemu'] as const satisfies readonly CallName[]
export type QemuCall = (typeof QEMU_CALLS)[number]
