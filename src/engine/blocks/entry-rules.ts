/** Which entries of a BAT say what cannot be: a state, or a place, §2.5.1. */
import {
  batFileOffsetMB,
  batState,
  FULLY_PRESENT,
  PARTIALLY_PRESENT,
  SB_BLOCK_PRESENT,
} from '../format/bat-entry.ts'
import { batIndexKind, blockOfIndex } from '../format/bat-index.ts'
import { MIB } from '../format/layout.ts'
import type { Table } from '../image/bat/bat-window.ts'
import type { FileSpace } from '../space/file-space.ts'

/** Of `BatQuery.states`: entries of any state that say what cannot be. */
export const INVALID_ENTRIES = 'invalid'

const UNMAPPED = 3

/** Takes the two 32-bit halves of an entry. */
export type EntryRule = (index: number, low: number, high: number) => boolean

/** A reserved state, one that needs a parent, or a block that is not in the file. */
export function invalidByItself({ source, bat }: Table): EntryRule {
  const { geometry } = bat
  const { blockSize, payloadBlocks, virtualDiskSize } = geometry
  const hasParent = geometry.kind === 'differencing'
  const isPlace = (unit: number, needed: number) => unit > 0 && unit * MIB + needed <= source.size
  return (index, low, high) => {
    const state = batState(low)
    const unit = batFileOffsetMB(low, high)
    if (batIndexKind(geometry, index) === 'sector-bitmap') {
      if (state === SB_BLOCK_PRESENT) return !hasParent || !isPlace(unit, MIB)
      return state !== 0
    }
    const block = blockOfIndex(geometry, index)
    if (block >= payloadBlocks) return low !== 0 || high !== 0
    if (state < FULLY_PRESENT) return state > UNMAPPED
    const needed = Math.min(blockSize, virtualDiskSize - block * blockSize)
    return (state === PARTIALLY_PRESENT && !hasParent) || !isPlace(unit, needed)
  }
}

/** A block in a place that something else in the file claims, too. */
export function clashing({ bat }: Table, space: FileSpace): EntryRule {
  const { geometry } = bat
  const blockUnits = geometry.blockSize / MIB
  return (index, low, high) => {
    const state = batState(low)
    const isPayload = batIndexKind(geometry, index) === 'payload'
    if (state < FULLY_PRESENT || (!isPayload && state !== SB_BLOCK_PRESENT)) return false
    const unit = batFileOffsetMB(low, high)
    return unit > 0 && space.isClash(unit, isPayload ? blockUnits : 1)
  }
}

/** Either of the two; without `space` the first. */
export function invalidEntries(table: Table, space: FileSpace | undefined): EntryRule {
  const byItself = invalidByItself(table)
  if (!space) return byItself
  const clash = clashing(table, space)
  return (index, low, high) => byItself(index, low, high) || clash(index, low, high)
}
