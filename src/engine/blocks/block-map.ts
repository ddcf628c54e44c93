/** The payload blocks of a disk as cells of a map, before and after the replay, in one pass. */
import type { Run } from '../bytes/byte-source.ts'
import { readAhead } from '../bytes/read-ahead.ts'
import {
  countDifferingEntries,
  joinBatStates,
  PAYLOAD_STATES,
  type PayloadState,
  type StateTally,
} from '../format/bat-entry.ts'
import { blockIndex, blockOfIndex } from '../format/bat-index.ts'
import {
  BLOCK_CLASSES,
  type BlockClass,
  CHANGED_BIT,
  classBit,
  MAX_MAP_CELLS,
} from '../format/block-class.ts'
import { BAT_ENTRY_SIZE, MIB } from '../format/layout.ts'
import { isUntouched, readWindow, type Table, tableOf } from '../image/bat/bat-window.ts'
import { visitChunks } from '../image/bat/visit-bat.ts'
import type { Geometry } from '../image/metadata/geometry.ts'
import type { Viewed } from '../inspect/inspect.ts'
import type { FileSpace } from '../space/file-space.ts'
import type { Preview } from '../update/preview.ts'
import { markClashes } from './block-clashes.ts'
import type { EntryRule } from './entry-rules.ts'
import { writtenBlocks } from './written-blocks.ts'

export interface BlockMapQuery {
  /** Blocks [from, to) of the virtual disk; clipped to those that it has in either state. */
  readonly from: number
  readonly to: number
  /** Blocks of one cell; more where there would be more than `MAX_MAP_CELLS`. */
  readonly perCell: number
  /** Blocks that share their place with something else are invalid, too. */
  readonly clashes?: boolean | undefined
}

/** Who owns the file in either state. */
export interface SpaceOfStates {
  readonly before: FileSpace | undefined
  readonly after: FileSpace | undefined
}

export interface StateMap {
  /** See `BLOCK_CLASSES` and `CHANGED_BIT`; 0 where the table of this state has no entry. */
  readonly cells: Uint8Array
  /** How many entries say what cannot be: see `StateTally`. */
  readonly invalid: number
}

export interface BlockMap extends BlockMapQuery {
  /** `undefined` where this state has no BAT that can be read. */
  readonly before: StateMap | undefined
  readonly after: StateMap | undefined
  /** How many blocks the replay changes, by their entry or their data; `undefined` where there are not two tables to compare. */
  readonly changed: number | undefined
}

/** A state that its block contradicts is invalid: reserved, without a parent, outside of the file. */
interface Pass {
  readonly table: Table
  readonly cells: Uint8Array
  /** Behind the entry of the last block that the table has. */
  readonly end: number
  readonly tally: StateTally
  /** The disk's last block may be shorter, and so lie farther back. */
  readonly tallyOfLast: StateTally
  /** Entries that are invalid for what they share their place with alone. */
  clashes: number
}

/** Entries read at once: 4 MiB of either state. */
const WINDOW = 2 ** 19
/** Windows that are on their way while one is gone over: a browser's file is read faster by several. */
const AHEAD = 3
const INVALID = classBit('invalid')

/**
 * Reads the entries of all blocks asked for, in windows; what the replay leaves alone is read once.
 * `spaces` are needed only for a query about clashes. Progress in entries.
 */
export async function readBlockMap(
  viewed: Viewed,
  query: BlockMapQuery,
  run?: Run,
  spaces?: SpaceOfStates,
): Promise<BlockMap> {
  const { before, update } = viewed
  const [old, now] = [tableOf(before), tableOf(update?.after)]
  const blocks = (table: Table | undefined) => table?.bat.geometry.payloadBlocks ?? 0
  const to = Math.max(0, Math.min(query.to, Math.max(blocks(old), blocks(now))))
  const from = Math.min(Math.max(0, query.from), to)
  const perCell = Math.max(1, query.perCell, Math.ceil((to - from) / MAX_MAP_CELLS))
  const range = { from, to, perCell }
  const passes = { before: old && passOf(old, range), after: now && passOf(now, range) }
  const alike = old && now && isSameLayout(old.bat.geometry, now.bat.geometry)
  let changed: number | undefined
  if (passes.before && passes.after && alike) {
    const changes = update && { ...writtenBlocks(viewed), update: update.result }
    changed = await passOver([passes.before, passes.after], range, changes, run)
  } else {
    for (const pass of [passes.before, passes.after]) {
      if (pass) await passOver([pass], range, undefined, run)
    }
  }
  if (query.clashes) {
    for (const state of ['before', 'after'] as const) {
      const [pass, space] = [passes[state], spaces?.[state]]
      if (!pass || !space) continue
      pass.clashes = await markClashes({ ...range, table: pass.table, space }, pass.cells, run)
    }
  }
  return { ...range, before: stateMap(passes.before), after: stateMap(passes.after), changed }
}

/** The same block has the same entry in both tables. */
const isSameLayout = (a: Geometry, b: Geometry): boolean =>
  a.chunkRatio === b.chunkRatio && a.blockSize === b.blockSize

const stateMap = (pass: Pass | undefined): StateMap | undefined =>
  pass && {
    cells: pass.cells,
    invalid: pass.tally.invalidEntries + pass.tallyOfLast.invalidEntries + pass.clashes,
  }

function passOf(table: Table, { from, to, perCell }: BlockMapQuery): Pass {
  const { geometry, count } = table.bat
  const { kind, blockSize, payloadBlocks, virtualDiskSize } = geometry
  const bits = Uint8Array.from(PAYLOAD_STATES, (state) => bitsOf(state, kind === 'differencing'))
  const tallyOf = (size: number): StateTally => ({
    bits,
    invalid: INVALID,
    lastPlace: Math.floor((table.source.size - size) / MIB),
    invalidEntries: 0,
  })
  return {
    table,
    cells: new Uint8Array(Math.ceil((to - from) / perCell)),
    end: Math.min(count, blockIndex(geometry, payloadBlocks - 1) + 1),
    tally: tallyOf(blockSize),
    tallyOfLast: tallyOf(virtualDiskSize - (payloadBlocks - 1) * blockSize),
    clashes: 0,
  }
}

const isClass = (state: PayloadState): state is PayloadState & BlockClass =>
  BLOCK_CLASSES.some((name) => name === state)

function bitsOf(state: PayloadState, hasParent: boolean): number {
  if (!isClass(state)) return INVALID
  const alone = state === 'partially-present' && !hasParent
  return classBit(state) | (alone ? INVALID : 0)
}

/** Entries [first, end), as both states have them. */
interface Window {
  readonly first: number
  readonly end: number
  readonly view: DataView
  readonly other: DataView | undefined
  /** The replay changes none of them. */
  readonly same: boolean
}

function* firstsOf(start: number, stop: number): Generator<number> {
  for (let first = start; first < stop; first += WINDOW) yield first
}

/** What makes two states of a block differ. */
interface Changes {
  readonly update: Preview
  readonly hasNewData?: EntryRule
}

/** Fills the cells of one state, or of two that have the same layout; gives how many blocks differ. */
async function passOver(
  passes: readonly [Pass, Pass?],
  { from, to, perCell }: BlockMapQuery,
  changes: Changes | undefined,
  run: Run | undefined,
): Promise<number> {
  const [one, two] = passes
  const { update, hasNewData } = changes ?? {}
  const longest = two && two.end > one.end ? two : one
  const { geometry } = longest.table.bat
  const start = blockIndex(geometry, from)
  const stop = Math.min(longest.end, to > from ? blockIndex(geometry, to - 1) + 1 : start)
  const read = async (first: number): Promise<Window> => {
    const end = Math.min(first + WINDOW, stop)
    const count = end - first
    const same =
      two !== undefined &&
      end <= one.table.bat.count &&
      isUntouched({ table: one.table, differsFrom: two.table, update }, first, count)
    const view = await readWindow(one.table, first, count)
    const other = two && (same ? view : await readWindow(two.table, first, count))
    return { first, end, view, other, same }
  }
  let changed = 0
  for await (const window of readAhead(firstsOf(start, stop), AHEAD, read)) {
    const { first, end, view, other, same } = window
    const later = other && { first, view: other }
    run?.signal?.throwIfAborted()
    visitChunks({ view, first, end }, geometry, (chunk) => {
      for (let index = chunk.from; index < chunk.to; ) {
        const at = blockOfIndex(geometry, index) - from
        const cell = Math.floor(at / perCell)
        const next = Math.min(chunk.to, index + (cell + 1) * perCell - at)
        mark(one.cells, cell, bitsIn(one, window, index, next))
        if (two && later) mark(two.cells, cell, bitsIn(two, later, index, next))
        if (two && other && (hasNewData || !same)) {
          const differing = hasNewData
            ? countChanged({ view, other, first }, hasNewData, index, next)
            : countDifferingEntries(view, other, index - first, next - first)
          changed += differing
          if (differing > 0) for (const { cells } of [one, two]) mark(cells, cell, CHANGED_BIT)
        }
        index = next
      }
    })
    run?.onProgress?.(end - start, stop - start)
  }
  return changed
}

const mark = (cells: Uint8Array, cell: number, bits: number): void => {
  cells[cell] = (cells[cell] ?? 0) | bits
}

/** How many of entries [from, to) differ, or have a block with new data. */
function countChanged(
  { view, other, first }: Pick<Window, 'view' | 'first'> & { readonly other: DataView },
  hasNewData: EntryRule,
  from: number,
  to: number,
): number {
  let count = 0
  for (let index = from; index < to; index++) {
    const at = (index - first) * BAT_ENTRY_SIZE
    const isNew =
      at < other.byteLength &&
      hasNewData(index, other.getUint32(at, true), other.getUint32(at + 4, true))
    if (isNew) count++
    else count += countDifferingEntries(view, other, index - first, index - first + 1)
  }
  return count
}

/** The bits of entries [from, to) of the table, of which `view` has those from `first` on. */
function bitsIn(
  { table, end, tally, tallyOfLast }: Pass,
  { view, first }: Pick<Window, 'view' | 'first'>,
  from: number,
  to: number,
): number {
  const { geometry } = table.bat
  const held = Math.min(to, end)
  const last = blockIndex(geometry, geometry.payloadBlocks - 1)
  const whole = Math.min(held, last)
  let bits = 0
  if (from < whole) bits |= joinBatStates(view, from - first, whole - first, tally)
  if (from <= last && last < held) {
    bits |= joinBatStates(view, last - first, held - first, tallyOfLast)
  }
  return bits
}
