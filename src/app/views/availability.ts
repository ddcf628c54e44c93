/** Which screens have something to show, and what the others say instead. */
import { messageOf } from '../../engine/findings/finding.ts'
import type { Inspection } from '../../engine/inspect/inspection.ts'
import type { ViewId } from '../store/state.ts'
import { visibleText } from '../widgets/visible-text.ts'

const refusalOf = ({ refusal }: Inspection): string =>
  refusal ? ` ${visibleText(messageOf(refusal))}` : ''

/** Why there is nothing to replay; `undefined` where there is. */
export function noReplay(inspection: Inspection): string | undefined {
  if (inspection.replay) return undefined
  switch (inspection.outcome) {
    case 'not-vhdx':
      return 'This is not a VHDX: there is nothing to replay.'
    case 'refused':
      return `The log cannot be replayed.${refusalOf(inspection)}`
    default:
      return 'LogGuid is zero: the log is empty, and there is nothing to replay (§2.2.2).'
  }
}

/** Why a screen has nothing to show, in a sentence; `undefined` where it has. */
export function unavailable(view: ViewId, inspection: Inspection): string | undefined {
  const foreign = inspection.outcome === 'not-vhdx'
  switch (view) {
    case 'structure':
      return foreign ? 'This is not a VHDX: it has none of its structures.' : undefined
    case 'log':
      if (inspection.log) return undefined
      return foreign
        ? 'This is not a VHDX: it has no log.'
        : `The log cannot be found.${refusalOf(inspection)}`
    case 'replay':
      return noReplay(inspection)
    case 'blocks': {
      const { geometry, bat } = inspection.after ?? inspection.before
      if (geometry && bat) return undefined
      return foreign
        ? 'This is not a VHDX: it has no blocks.'
        : 'The block allocation table cannot be read: its place or the sizes of the disk are missing.'
    }
    default:
      return undefined
  }
}
