/** What a cell of the block map says, for the screen and for those who hear it. */

import { formatCount } from '../../../engine/bytes/format.ts'
import type { UpdateWords } from '../../../engine/changes/update-words.ts'
import { stateName } from '../../../engine/format/bat-entry.ts'
import {
  BLOCK_CLASSES,
  type BlockClass,
  CHANGED_BIT,
  classBit,
} from '../../../engine/format/block-class.ts'
import { classOf } from './block-signs.ts'
import type { CensusRow, StateKey } from './census.ts'

/** What entries are filtered by: their states, and whether they say what cannot be. */
export type EntryKey = StateKey | 'invalid'

const CLASS_BITS = CHANGED_BIT - 1

export const className = (name: BlockClass): string =>
  name === 'invalid' ? 'not valid' : stateName(name)

/** What the cells show. */
export interface MapFilter {
  /** Bits of the classes that are shown. */
  readonly classes: number
  readonly changedOnly: boolean
}

/** Sector bitmaps have no cells: where only they are asked for, no cell is shown. */
export function mapFilter(states: readonly EntryKey[], changedOnly: boolean): MapFilter {
  if (states.length === 0) return { classes: CLASS_BITS, changedOnly }
  const classes = states.reduce((bits, key) => {
    if (key === 'invalid') return bits | classBit(key)
    const [kind, state] = key.split(':')
    return kind === 'payload' ? bits | classBit(classOf(state as CensusRow['state'])) : bits
  }, 0)
  return { classes, changedOnly }
}

/** The most important class of a cell that is shown; `undefined` where none is. */
export function shownClass(bits: number, filter: MapFilter): BlockClass | undefined {
  if (filter.changedOnly && (bits & CHANGED_BIT) === 0) return undefined
  const shown = bits & filter.classes
  return shown === 0 ? undefined : BLOCK_CLASSES[31 - Math.clz32(shown)]
}

interface Cell {
  /** The blocks [from, to) of the cell. */
  readonly from: number
  readonly to: number
  /** `undefined` until they have been read. */
  readonly bits: number | undefined
}

/** "Block 17: FULLY_PRESENT, changed by the replay"; of several blocks the most important state first. */
export function cellText({ from, to, bits }: Cell, { agent }: UpdateWords): string {
  const name =
    to - from === 1
      ? `Block ${formatCount(from)}`
      : `Blocks ${formatCount(from)} to ${formatCount(to - 1)}`
  if (bits === undefined) return name
  const classes = BLOCK_CLASSES.filter((of) => (bits & classBit(of)) !== 0)
    .reverse()
    .map(className)
  const words = classes.length > 0 ? classes : ['not in the table']
  const changed = (bits & CHANGED_BIT) !== 0 ? [`changed by ${agent}`] : []
  return `${name}: ${[...words, ...changed].join(', ')}`
}
