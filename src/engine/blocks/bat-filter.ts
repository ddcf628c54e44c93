/** Which entries of a BAT match a filter, found window by window in tables of any size. */
import type { Run } from '../bytes/byte-source.ts'
import { batState, PAYLOAD_STATES, SECTOR_BITMAP_STATES } from '../format/bat-entry.ts'
import { BAT_ENTRY_SIZE } from '../format/layout.ts'
import { isUntouched, readWindow, type TablePair } from '../image/bat/bat-window.ts'
import type { FileSpace } from '../space/file-space.ts'
import { type EntryRule, INVALID_ENTRIES, invalidEntries } from './entry-rules.ts'

/** Entries read at once: 4 MiB. */
const WINDOW = 2 ** 19

/** With `differsFrom` only entries that differ in that other table, or whose block has new data. */
export interface BatFilter extends TablePair {
  /** Keys "payload:zero", "sector-bitmap:present" or "invalid"; all states if absent. */
  readonly states: readonly string[] | undefined
  /** Who owns the file: "invalid" then has the blocks that share their place, too. */
  readonly space?: FileSpace | undefined
  readonly hasNewData?: EntryRule | undefined
  /** What an entry must be besides. */
  readonly only?: EntryRule | undefined
}

/** Entries of one window that match, ascending. `view` begins with entry `first`. */
export interface WindowMatches {
  readonly view: DataView
  readonly first: number
  readonly indices: Uint32Array
}

/** How many match in each window: enough to find the n-th one by reading no more than its window. */
export interface Matches {
  readonly filter: BatFilter
  readonly counts: Uint32Array
  readonly total: number
}

/** Reads the whole table once; what the update does not touch is left out. Progress in entries. */
export async function countMatches(filter: BatFilter, run?: Run): Promise<Matches> {
  const { count } = filter.table.bat
  const counts = new Uint32Array(Math.ceil(count / WINDOW))
  let total = 0
  for (let window = 0; window < counts.length; window++) {
    run?.signal?.throwIfAborted()
    const { indices } = await matchWindow(filter, window)
    counts[window] = indices.length
    total += indices.length
    run?.onProgress?.(Math.min((window + 1) * WINDOW, count), count)
  }
  return { filter, counts, total }
}

/** The windows that hold matches [start, start + count), and which of their matches are among these. */
export async function* matchesFrom(
  { filter, counts }: Matches,
  start: number,
  count: number,
): AsyncGenerator<WindowMatches, void, undefined> {
  let skip = start
  let left = count
  for (let window = 0; window < counts.length && left > 0; window++) {
    const held = counts[window] ?? 0
    if (skip >= held) {
      skip -= held
      continue
    }
    const found = await matchWindow(filter, window)
    const indices = found.indices.subarray(skip, skip + left)
    yield { ...found, indices }
    left -= indices.length
    skip = 0
  }
}

/** The windows with all matches the other way round, and in each of them the last match first. */
export async function* matchesBackwards({
  filter,
  counts,
}: Matches): AsyncGenerator<WindowMatches, void, undefined> {
  for (let window = counts.length - 1; window >= 0; window--) {
    if (counts[window] === 0) continue
    const found = await matchWindow(filter, window)
    yield { ...found, indices: found.indices.reverse() }
  }
}

async function matchWindow(filter: BatFilter, window: number): Promise<WindowMatches> {
  const { table, differsFrom, hasNewData, only } = filter
  const first = window * WINDOW
  const length = Math.min(WINDOW, table.bat.count - first)
  const none = new Uint32Array()
  if (!hasNewData && isUntouched(filter, first, length))
    return { view: new DataView(new ArrayBuffer()), first, indices: none }
  const view = await readWindow(table, first, length)
  const other = differsFrom && (await readWindow(differsFrom, first, length))
  const [payload, bitmap] = allowedStates(filter)
  const isInvalid = filter.states?.includes(INVALID_ENTRIES)
    ? invalidEntries(table, filter.space)
    : undefined
  const { chunkRatio } = table.bat.geometry
  const indices = new Uint32Array(length)
  let found = 0
  let untilBitmap = chunkRatio - (first % (chunkRatio + 1))
  for (let i = 0; i < length; i++) {
    const at = i * BAT_ENTRY_SIZE
    const low = view.getUint32(at, true)
    const high = view.getUint32(at + 4, true)
    const allowed = untilBitmap === 0 ? bitmap : payload
    const isAsked =
      (allowed[batState(low)] || isInvalid?.(first + i, low, high)) &&
      (!only || only(first + i, low, high))
    if (
      isAsked &&
      (!other || differs(view, other, at, low) || hasNewData?.(first + i, low, high))
    ) {
      indices[found++] = first + i
    }
    untilBitmap = untilBitmap === 0 ? chunkRatio : untilBitmap - 1
  }
  return { view, first, indices: indices.subarray(0, found) }
}

/** An entry that the other table does not have differs, too. */
const differs = (view: DataView, other: DataView, at: number, low: number): boolean =>
  at >= other.byteLength ||
  low !== other.getUint32(at, true) ||
  view.getUint32(at + 4, true) !== other.getUint32(at + 4, true)

function allowedStates({ states }: BatFilter): readonly [boolean[], boolean[]] {
  const allow = (kind: string, names: readonly string[]): boolean[] =>
    names.map((name) => states === undefined || states.includes(`${kind}:${name}`))
  return [allow('payload', PAYLOAD_STATES), allow('sector-bitmap', SECTOR_BITMAP_STATES)]
}
