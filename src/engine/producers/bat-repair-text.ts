/** What the repair of a BAT changes, and the proof of it, as CSV or JSON. */
import {
  batFileOffsetMB,
  batState,
  PAYLOAD_STATES,
  SECTOR_BITMAP_STATES,
  stateName,
} from '../format/bat-entry.ts'
import { batIndexKind, blockOfIndex, chunkOfIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import type { LogEntry } from '../log/log.ts'
import { type BatChange, type BatRepair, tableSize } from './bat-repair.ts'

export type RepairTextFormat = 'csv' | 'json'

/** Numbers and words of this file: no cell can be taken for a formula by a spreadsheet. */
type Cell = number | string | null

/** `earlier_` is where the block lay before the shift hid it and it was given a new place. */
const COLUMNS = [
  'index',
  'kind',
  'number',
  'entry_file_offset',
  'from_value',
  'from_state',
  'from_file_offset',
  'to_value',
  'to_state',
  'to_file_offset',
  'earlier_file_offset',
] as const

/** 64-bit values are hexadecimal text in both, so that no reader can round them. */
export function batRepairText(repair: BatRepair, format: RepairTextFormat): string {
  const rows = repair.changes.map((change) => cellsOf(repair, change))
  if (format === 'csv') return [COLUMNS, ...rows].map((row) => `${row.join()}\r\n`).join('')
  const { bat, repaired, shifts } = repair
  return `${JSON.stringify(
    {
      format: 'vhdx-inspector-bat-repair',
      version: 1,
      table: { offset: bat.region.offset, length: tableSize(bat) },
      sectors: repaired.map(({ offset, firstIndex, before, shifted }) => ({
        offset,
        length: LOG_SECTOR_SIZE,
        firstIndex,
        proof: { before: entryOf(before), shifted: entryOf(shifted) },
      })),
      shiftedButNotRepaired: shifts
        .filter((shift) => !repaired.includes(shift))
        .map(({ offset, firstIndex }) => ({ offset, length: LOG_SECTOR_SIZE, firstIndex })),
      changes: rows.map((row) => Object.fromEntries(COLUMNS.map((name, i) => [name, row[i]]))),
    },
    undefined,
    2,
  )}\n`
}

const entryOf = ({ position, header }: LogEntry) => ({
  position,
  sequenceNumber: header.sequenceNumber.toString(),
  logGuid: header.logGuid,
})

function cellsOf({ bat }: BatRepair, { index, from, to, earlier }: BatChange): readonly Cell[] {
  const { geometry, region } = bat
  const kind = batIndexKind(geometry, index)
  const isPayload = kind === 'payload'
  const place = region.offset + index * BAT_ENTRY_SIZE
  return [
    index,
    kind,
    isPayload ? blockOfIndex(geometry, index) : chunkOfIndex(geometry, index),
    place,
    ...entryCells(from, isPayload),
    ...entryCells(to, isPayload),
    earlier === undefined ? null : placeOf(earlier),
  ]
}

function entryCells(value: bigint, isPayload: boolean): readonly Cell[] {
  const states = isPayload ? PAYLOAD_STATES : SECTOR_BITMAP_STATES
  const state = stateName(states[batState(Number(value & 7n))] ?? 'not-present')
  return [`0x${value.toString(16).padStart(16, '0')}`, state, placeOf(value)]
}

/** Text: an offset may be anything below 2^64. */
function placeOf(value: bigint): string | null {
  const mebibytes = batFileOffsetMB(Number(value & 0xffff_ffffn), Number(value >> 32n))
  return mebibytes === 0 ? null : (BigInt(mebibytes) * BigInt(MIB)).toString()
}
