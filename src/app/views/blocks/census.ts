/** How many blocks are in which state, on disk and after the replay, as rows of a table. */
import { formatCount } from '../../../engine/bytes/format.ts'
import {
  PAYLOAD_STATES,
  type PayloadState,
  SECTOR_BITMAP_STATES,
  type SectorBitmapState,
  stateName,
} from '../../../engine/format/bat-entry.ts'
import type { BatCensus } from '../../../engine/image/bat/bat.ts'
import type { DiskKind } from '../../../engine/image/metadata/geometry.ts'

export type BlockKind = 'payload' | 'sector-bitmap'

/** As `BatQuery.states` has them: "payload:zero". */
export type StateKey = `${BlockKind}:${PayloadState | SectorBitmapState}`

export interface CensusRow {
  readonly key: StateKey
  readonly kind: BlockKind
  readonly state: PayloadState | SectorBitmapState
  readonly name: string
  /** `undefined` until the blocks are counted. */
  readonly before: number | undefined
  /** The same where there is no replay. */
  readonly after: number | undefined
}

const isReserved = (state: string): boolean => state.startsWith('reserved')

/**
 * States of the format always have a row, reserved ones where an entry has them. Sector bitmaps have
 * a meaning in differencing disks only; elsewhere they have rows if they are not simply absent.
 */
export function censusRows(
  disk: DiskKind,
  before: BatCensus | undefined,
  after: BatCensus | undefined,
): readonly CensusRow[] {
  const payload = PAYLOAD_STATES.map(
    (state): CensusRow => ({
      key: `payload:${state}`,
      kind: 'payload',
      state,
      name: stateName(state),
      before: before && (before.payload[state] ?? 0),
      after: after && (after.payload[state] ?? 0),
    }),
  )
  const bitmaps = SECTOR_BITMAP_STATES.map(
    (state): CensusRow => ({
      key: `sector-bitmap:${state}`,
      kind: 'sector-bitmap',
      state,
      name: `Sector bitmap ${stateName(state)}`,
      before: before && (before.sectorBitmap[state] ?? 0),
      after: after && (after.sectorBitmap[state] ?? 0),
    }),
  )
  const counted = ({ before: old, after: later }: CensusRow) => (old ?? 0) + (later ?? 0) > 0
  return [
    ...payload.filter((each) => !isReserved(each.state) || counted(each)),
    ...bitmaps.filter(
      (each) =>
        (disk === 'differencing' && !isReserved(each.state)) ||
        (counted(each) && each.state !== 'not-present'),
    ),
  ]
}

/** "+1,020", "−3", "0". */
export function signed(difference: number): string {
  const sign = difference < 0 ? '−' : '+'
  return difference === 0 ? '0' : `${sign}${formatCount(Math.abs(difference))}`
}
