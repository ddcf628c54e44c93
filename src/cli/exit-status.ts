/** What the command line says with its exit status. */
import type { Condition } from '../engine/diagnosis/verdict.ts'
import type { Outcome } from '../engine/inspect/inspection.ts'

export const FAILURE = 1
export const USAGE = 2
/** Something was written, but not all of it could be read: there it has zeros. */
export const WITH_HOLES = 3

export const STATUS_OF: Readonly<Record<Outcome, number>> = {
  clean: 0,
  replayable: 10,
  refused: 20,
  'not-vhdx': 30,
}

/** Part of the disk cannot be read, whatever the log says; or a parent is not as it should be. */
export const DAMAGED = 11
const INCOMPLETE = 12

/** Of an inspection: of both questions, the one whose answer matters more to a script. */
export function statusOf(outcome: Outcome, condition: Condition): number {
  if (outcome === 'refused' || outcome === 'not-vhdx') return STATUS_OF[outcome]
  if (condition === 'damaged' || condition === 'unreadable') return DAMAGED
  return condition === 'incomplete' ? INCOMPLETE : STATUS_OF[outcome]
}
