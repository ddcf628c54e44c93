/** The entries of the BAT that match a filter as text, CSV or JSON, piece by piece. */

import type { Run } from '../bytes/byte-source.ts'
import { formatHex } from '../bytes/format.ts'
import {
  batFileOffsetMB,
  batState,
  PAYLOAD_STATES,
  SECTOR_BITMAP_STATES,
  stateName,
} from '../format/bat-entry.ts'
import { batIndexKind, blockOfIndex, chunkOfIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MIB } from '../format/layout.ts'
import { readWindow, type Table, tableOf } from '../image/bat/bat-window.ts'
import type { Geometry } from '../image/metadata/geometry.ts'
import type { Viewed } from '../inspect/inspect.ts'
import type { RowWindow } from '../inspect/page.ts'
import {
  countMatches,
  type Matches,
  matchesBackwards,
  matchesFrom,
  type WindowMatches,
} from './bat-filter.ts'
import { type BatContext, type BatQuery, MAX_SORTED_ROWS, ranksByOffset } from './bat-rows.ts'
import { writtenBlocks } from './written-blocks.ts'

export type BatTextFormat = 'csv' | 'json'
export type BatTextQuery = Omit<BatQuery, keyof RowWindow>

interface BatTextOptions extends BatContext {
  readonly format: BatTextFormat
}

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

/**
 * In the order of the query, as the rows of the table are; `other_` is the same entry in the other
 * state. Progress in entries read.
 */
export async function* batText(
  viewed: Viewed,
  query: BatTextQuery,
  { format, space, only }: BatTextOptions,
  run?: Run,
): AsyncGenerator<string, void, undefined> {
  const { before, update } = viewed
  const { state, states, changedOnly } = query
  const isAfter = state === 'after' && update !== undefined
  const table = tableOf(isAfter ? update.after : before)
  const other = tableOf(isAfter ? before : update?.after)
  yield format === 'csv' ? `${COLUMNS.join()}\r\n` : '['
  if (table && (other || !changedOnly)) {
    const differsFrom = changedOnly ? other : undefined
    const filter = {
      table,
      states,
      space,
      only: only?.rule,
      differsFrom,
      update: update?.result,
      hasNewData: changedOnly ? writtenBlocks(viewed)?.hasNewData : undefined,
    }
    const { count } = table.bat
    const matches = await countMatches(filter, run && part(run, 0, count))
    const lineOf = format === 'csv' ? csvLine : jsonLine
    let text = ''
    let isFirst = true
    for await (const { entries, done } of entriesInOrder(matches, other, query, run)) {
      run?.signal?.throwIfAborted()
      for (const entry of entries) {
        text += lineOf(cellsOf(entry, table.bat.geometry), isFirst)
        isFirst = false
        if (text.length < PIECE) continue
        yield text
        text = ''
      }
      if (run) part(run, count, count).onProgress(done)
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

/** An entry at byte `at` of `view`, and of `otherView` where the other table has it. */
interface PlacedEntry {
  readonly index: number
  readonly view: DataView
  readonly otherView: DataView | undefined
  readonly at: number
}

interface Batch {
  readonly entries: Iterable<PlacedEntry>
  /** Entries of the table that are written down when these are. */
  readonly done: number
}

async function* entriesInOrder(
  matches: Matches,
  other: Table | undefined,
  { sort, descending }: BatTextQuery,
  run: Run | undefined,
): AsyncGenerator<Batch, void, undefined> {
  const { total } = matches
  const { count } = matches.filter.table.bat
  if (sort === 'file-offset' && total <= MAX_SORTED_ROWS) {
    yield { entries: await sortedEntries(matches, other, descending === true, run), done: count }
    return
  }
  const windows = descending ? matchesBackwards(matches) : matchesFrom(matches, 0, total)
  for await (const found of windows) {
    const { first, indices } = found
    const ends = [indices[0] ?? first, indices.at(-1) ?? first]
    const done = descending ? count - Math.min(...ends) : Math.max(...ends) + 1
    yield { entries: entriesOf(found, await readOther(other, found)), done }
  }
}

/** As much of the other table as it has of the entries of this window. */
async function readOther(
  other: Table | undefined,
  { first, view }: WindowMatches,
): Promise<DataView | undefined> {
  return other && readWindow(other, first, view.byteLength / BAT_ENTRY_SIZE)
}

function* entriesOf({ view, first, indices }: WindowMatches, otherView: DataView | undefined) {
  for (const index of indices)
    yield { index, view, otherView, at: (index - first) * BAT_ENTRY_SIZE }
}

/** All matches in memory, 24 bytes each, in the order of their place in the file. */
async function sortedEntries(
  matches: Matches,
  other: Table | undefined,
  descending: boolean,
  run: Run | undefined,
): Promise<Iterable<PlacedEntry>> {
  const { total } = matches
  const ranks = await ranksByOffset(matches, run, () => {})
  const indices = new Uint32Array(total)
  const view = new DataView(new ArrayBuffer(total * BAT_ENTRY_SIZE))
  const otherView = new DataView(new ArrayBuffer(other ? total * BAT_ENTRY_SIZE : 0))
  let rank = 0
  for await (const found of matchesFrom(matches, 0, total)) {
    run?.signal?.throwIfAborted()
    for (const entry of entriesOf(found, await readOther(other, found))) {
      indices[rank] = entry.index
      copyEntry(entry.view, entry.at, view, rank)
      if (entry.otherView) copyEntry(entry.otherView, entry.at, otherView, rank)
      rank++
    }
  }
  const otherCount = other?.bat.count ?? 0
  return inOrder(descending ? ranks.reverse() : ranks, (at) => {
    const index = indices[at] ?? 0
    const isThere = index < otherCount
    return { index, view, otherView: isThere ? otherView : undefined, at: at * BAT_ENTRY_SIZE }
  })
}

function copyEntry(from: DataView, at: number, to: DataView, rank: number): void {
  if (at < from.byteLength) to.setBigUint64(rank * BAT_ENTRY_SIZE, from.getBigUint64(at))
}

function* inOrder(ranks: Uint32Array, entryAt: (rank: number) => PlacedEntry) {
  for (const rank of ranks) yield entryAt(rank)
}

function cellsOf({ index, view, otherView, at }: PlacedEntry, geometry: Geometry): readonly Cell[] {
  const kind = batIndexKind(geometry, index)
  const isPayload = kind === 'payload'
  const number = isPayload ? blockOfIndex(geometry, index) : chunkOfIndex(geometry, index)
  const isOnDisk = isPayload && number < geometry.payloadBlocks
  const virtual = isOnDisk ? number * geometry.blockSize : undefined
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
  value === undefined ? undefined : formatHex(value)

const csvLine = (cells: readonly Cell[]): string => `${cells.join()}\r\n`

function jsonLine(cells: readonly Cell[], isFirst: boolean): string {
  const pairs = COLUMNS.flatMap((name, i) => {
    const cell = cells[i]
    return cell === undefined ? [] : [`"${name}":${typeof cell === 'string' ? `"${cell}"` : cell}`]
  })
  return `${isFirst ? '' : ','}\n{${pairs.join()}}`
}
