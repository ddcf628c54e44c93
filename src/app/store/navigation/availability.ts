/** Which screens have something to show, and what the others say instead. */

import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { messageOf } from '../../../engine/findings/finding-words.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import { EMPTY_LOG, FORBIDDEN_REPLAY } from '../../../engine/inspect/outcome-words.ts'
import { type Origin, VIEW_IDS, type ViewId } from '../state.ts'

export const NO_LOG_TO_EDIT = 'This is not a VHDX: there is no log to change it through.'

/** Behind a sentence: why the file is refused, if it is. */
export const refusalOf = ({ refusal }: Pick<Inspection, 'refusal'>): string =>
  refusal ? ` ${visibleText(messageOf(refusal))}` : ''

/** Why there is nothing to replay; `undefined` where there is. */
export function noReplay(inspection: Inspection): string | undefined {
  if (inspection.update) return undefined
  switch (inspection.outcome) {
    case 'not-vhdx':
      return 'This is not a VHDX: there is nothing to replay.'
    case 'refused':
      return `${FORBIDDEN_REPLAY}${refusalOf(inspection)}`
    default:
      return EMPTY_LOG
  }
}

/** Why a screen is not there at all for images that come from elsewhere; `undefined` where it is. */
export function absent(view: ViewId, origin: Origin): string | undefined {
  switch (view) {
    case 'edit':
      return origin.kind === 'kept'
        ? undefined
        : 'Only images in the workbench can be changed. Keep this one there first.'
    case 'lab':
      return origin.kind === 'recipe'
        ? undefined
        : 'Only images that are made from a recipe have a log that can be composed.'
    default:
      return undefined
  }
}

/** The screens that an image has, by where it comes from. */
export const viewsOf = (origin: Origin): readonly ViewId[] =>
  VIEW_IDS.filter((view) => absent(view, origin) === undefined)

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
    case 'files':
    case 'disk': {
      if ([inspection.before, inspection.after].some((image) => image?.geometry && image.bat)) {
        return undefined
      }
      return foreign
        ? 'This is not a VHDX: it has no virtual disk.'
        : 'The disk cannot be read: its block allocation table or its sizes are missing.'
    }
    case 'blocks': {
      const { geometry, bat } = inspection.after ?? inspection.before
      if (geometry && bat) return undefined
      return foreign
        ? 'This is not a VHDX: it has no blocks.'
        : 'The block allocation table cannot be read: its place or the sizes of the disk are missing.'
    }
    case 'edit':
      return foreign ? NO_LOG_TO_EDIT : undefined
    default:
      return undefined
  }
}
