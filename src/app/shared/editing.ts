/** Whether an image can be changed through its log, and why not. */
import type { Inspection } from '../../engine/inspect/inspection.ts'
import type { Origin } from '../store/state.ts'

/** `undefined` where it can. Of what is refused only the preview can tell. */
export function editingOff({ outcome }: Inspection): string | undefined {
  switch (outcome) {
    case 'replayable':
      return 'This image was not closed cleanly: its log must be replayed before anything else is written to it (§2.3.3).'
    case 'not-vhdx':
      return 'This is not a VHDX: there is no log to change it through.'
    default:
      return undefined
  }
}

export const mayReplayInPlace = ({ outcome }: Inspection, origin: Origin): boolean =>
  origin.kind === 'kept' && outcome === 'replayable'
