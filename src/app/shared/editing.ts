/** Whether an image can be changed through its log, and why not. */

import type { Inspection } from '../../engine/inspect/inspection.ts'
import { NO_LOG_TO_EDIT } from '../store/navigation/availability.ts'
import type { Origin } from '../store/state.ts'

/** `undefined` where it can. Of what is refused only the preview can tell. */
export function editingOff({ outcome }: Inspection): string | undefined {
  switch (outcome) {
    case 'replayable':
      return 'This image was not closed cleanly: its log must be replayed before anything else is written to it (§2.3.3).'
    case 'not-vhdx':
      return NO_LOG_TO_EDIT
    default:
      return undefined
  }
}

export const mayReplayInPlace = ({ outcome }: Inspection, origin: Origin): boolean =>
  origin.kind === 'kept' && outcome === 'replayable'
