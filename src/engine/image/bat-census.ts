/** How many blocks are in which state. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { countBatStates, PAYLOAD_STATES, SECTOR_BITMAP_STATES } from '../format/bat-entry.ts'
import type { Bat, BatCensus } from './bat.ts'
import { visitBat, visitChunks } from './visit-bat.ts'

/** Counts the entries of all blocks that the disk has. Reads the whole table; progress in entries. */
export async function censusOf(source: ByteSource, bat: Bat, run?: Run): Promise<BatCensus> {
  const payload = new Float64Array(PAYLOAD_STATES.length)
  const bitmaps = new Float64Array(SECTOR_BITMAP_STATES.length)
  await visitBat(source, bat, run, (window) => {
    const { view, first } = window
    visitChunks(window, bat.geometry, ({ from, to, bitmap }) => {
      countBatStates(view, from - first, to - first, payload)
      if (bitmap !== undefined) countBatStates(view, bitmap - first, bitmap - first + 1, bitmaps)
    })
    return true
  })
  return {
    payload: named(PAYLOAD_STATES, payload),
    sectorBitmap: named(SECTOR_BITMAP_STATES, bitmaps),
  }
}

function named<S extends string>(
  states: readonly S[],
  counts: Float64Array,
): Partial<Record<S, number>> {
  const named: Partial<Record<S, number>> = {}
  states.forEach((state, i) => {
    const count = counts[i] ?? 0
    if (count > 0 || !state.startsWith('reserved')) named[state] = count
  })
  return named
}
