/** The entries of the BAT that match a filter as text, CSV or JSON, piece by piece. */
import type { Run } from '../bytes/byte-source.ts'
import {
  batFileOffsetMB,
  batState,
  PAYLOAD_STATES,
  SECTOR_BITMAP_STATES,
  stateName,
} from '../format/bat-entry.ts'
import { BAT_ENTRY_SIZE, MIB } from '../format/layout.ts'
import { batIndexKind, blockOfIndex, chunkOfIndex } from '../image/bat.ts'
import type { Geometry } from '../image/geometry.ts'
import { countMatches, matchesFrom, readWindow, tableOf } from './bat-filter.ts'
import type { BatQuery } from './bat-rows.ts'
import type { Inspected } from './inspect.ts'

export type BatTextFormat = 'csv' | 'json'
export type BatTextQuery = Pick<BatQuery, 'state' | 'states' | 'changedOnly'>

/** Numbers, and words of this file: no cell can be taken for a formula by a spreadsheet. */
type Cell = number | bigint | string | undefined

const COLUMNS = [
  'index',
  'kind',
  'number',
  'virtual_offset',
  'virtual_offset_hex',
  'state',
  'file_offset',
  'file_offset_hex',
  'other_state',
  'other_file_offset',
] as const

/** Characters of one piece, about. */
const PIECE = 2 ** 20

/** FULLY_PRESENT, PARTIALLY_PRESENT and SB_BLOCK_PRESENT are in the file, wherever they say. */
const PRESENT = PAYLOAD_STATES.indexOf('fully-present')

/** In order of the index; `other_` is the same entry in the other state. Progress in entries read. */
export async function* batText(
  { before, replay }: Inspected,
  { state, states, changedOnly }: BatTextQuery,
  format: BatTextFormat,
  run?: Run,
): AsyncGenerator<string, void, undefined> {
  const isAfter = state === 'after' && replay !== undefined
  const table = tableOf(isAfter ? replay.after : before)
  const other = tableOf(isAfter ? before : replay?.after)
  yield format === 'csv' ? `${COLUMNS.join()}\r\n` : '['
  if (table && (other || !changedOnly)) {
    const differsFrom = changedOnly ? other : undefined
    const filter = { table, states, differsFrom, update: replay?.result }
    const { geometry, count } = table.bat
    const matches = await countMatches(filter, run && part(run, 0, count))
    const lineOf = format === 'csv' ? csvLine : jsonLine
    let text = ''
    let isFirst = true
    for await (const { view, first, indices } of matchesFrom(matches, 0, matches.total)) {
      run?.signal?.throwIfAborted()
      const end = (indices.at(-1) ?? first) + 1
      const otherView = other && (await readWindow(other, first, end - first))
      for (const index of indices) {
        const cells = cellsOf(view, otherView, first, index, geometry)
        text += lineOf(cells, isFirst)
        isFirst = false
        if (text.length < PIECE) continue
        yield text
        text = ''
      }
      if (run) part(run, count, count).onProgress(end)
    }
    yield text
  }
  if (format === 'json') yield '\n]\n'
}

/** The table is read twice: to find what matches, and to write it down. */
const part = (run: Run, from: number, count: number) => ({
  ...run,
  onProgress: (done: number) => run.onProgress?.(from + done, 2 * count),
})

function cellsOf(
  view: DataView,
  otherView: DataView | undefined,
  first: number,
  index: number,
  geometry: Geometry,
): readonly Cell[] {
  const at = (index - first) * BAT_ENTRY_SIZE
  const kind = batIndexKind(geometry, index)
  const isPayload = kind === 'payload'
  const number = isPayload ? blockOfIndex(geometry, index) : chunkOfIndex(geometry, index)
  const virtual = isPayload ? number * geometry.blockSize : undefined
  const { state, place } = entryCells(view, at, isPayload)
  const isThere = otherView !== undefined && at < otherView.byteLength
  const there = isThere ? entryCells(otherView, at, isPayload) : undefined
  return [
    index,
    kind,
    number,
    virtual,
    hex(virtual),
    state,
    place,
    hex(place),
    there?.state,
    there?.place,
  ]
}

/** A place may be anything below 2^64, so that not every one is a number. */
function entryCells(view: DataView, at: number, isPayload: boolean) {
  const [low, high] = [view.getUint32(at, true), view.getUint32(at + 4, true)]
  const value = batState(low)
  const states = isPayload ? PAYLOAD_STATES : SECTOR_BITMAP_STATES
  const mebibytes = batFileOffsetMB(low, high)
  const hasPlace = mebibytes > 0 || value === PRESENT || (isPayload && value > PRESENT)
  return {
    state: stateName(states[value] ?? 'not-present'),
    place: hasPlace ? BigInt(mebibytes) * BigInt(MIB) : undefined,
  }
}

const hex = (value: number | bigint | undefined): string | undefined =>
  value === undefined ? undefined : `0x${value.toString(16).toUpperCase()}`

const csvLine = (cells: readonly Cell[]): string => `${cells.join()}\r\n`

function jsonLine(cells: readonly Cell[], isFirst: boolean): string {
  const pairs = COLUMNS.flatMap((name, i) => {
    const cell = cells[i]
    return cell === undefined ? [] : [`"${name}":${typeof cell === 'string' ? `"${cell}"` : cell}`]
  })
  return `${isFirst ? '' : ','}\n{${pairs.join()}}`
}
