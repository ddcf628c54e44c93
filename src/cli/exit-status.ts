/** What the command line says with its exit status. */
import type { Outcome } from '../engine/inspect/inspection.ts'

export const FAILURE = 1
export const USAGE = 2

export const STATUS_OF: Readonly<Record<Outcome, number>> = {
  clean: 0,
  replayable: 10,
  refused: 20,
  'not-vhdx': 30,
}
