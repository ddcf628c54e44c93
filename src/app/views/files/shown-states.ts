/** Which states of the guest are shown, and which one counts where only one can. */
import type { Inspection, State } from '../../../engine/inspect/inspection.ts'
import type { ShownState } from '../../store/state.ts'

export interface ShownStates {
  /** One, or both side by side. */
  readonly states: readonly State[]
  /** Whose volumes, searches and contents are meant; of two the later one. */
  readonly state: State
  readonly compared: boolean
}

export function shownStates(
  { update }: Pick<Inspection, 'update'>,
  shows: ShownState,
): ShownStates {
  if (!update || shows === 'before') return { states: ['before'], state: 'before', compared: false }
  const compared = shows === 'compare'
  return { states: compared ? ['before', 'after'] : ['after'], state: 'after', compared }
}
