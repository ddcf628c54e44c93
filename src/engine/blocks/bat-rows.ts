/** The BAT as rows of a table of any size: filtered, sorted and paged without an object per entry. */
import type { Run } from '../bytes/byte-source.ts'
import { batFileOffsetMB } from '../format/bat-entry.ts'
import { BAT_ENTRY_SIZE } from '../format/layout.ts'
import { type BatEntry, readBatEntries } from '../image/bat/bat.ts'
import { type Table, tableOf } from '../image/bat/bat-window.ts'
import type { Viewed } from '../inspect/inspect.ts'
import type { State } from '../inspect/inspection.ts'
import { clipWindow, type Page, type RowWindow } from '../inspect/page.ts'
import type { FileSpace } from '../space/file-space.ts'
import { type BatFilter, countMatches, type Matches, matchesFrom } from './bat-filter.ts'
import type { EntryRule } from './entry-rules.ts'
import { writtenBlocks } from './written-blocks.ts'

/**
 * The most rows that are sorted by file offset; more of them come in order of index. Sorting this
 * many takes about a second and 64 MiB for a moment.
 */
export const MAX_SORTED_ROWS = 2 ** 22

export interface BatQuery extends RowWindow {
  readonly state: State
  /** Keys "payload:zero", "sector-bitmap:present" or "invalid"; all states if absent. */
  readonly states?: readonly string[] | undefined
  /** Only entries that the replay changes, or whose block it does. */
  readonly changedOnly?: boolean | undefined
  /** By file offset only up to `MAX_SORTED_ROWS` matching entries. */
  readonly sort?: 'index' | 'file-offset' | undefined
  readonly descending?: boolean | undefined
}

export interface BatRow {
  readonly entry: BatEntry
  /** The same entry in the other state, where it differs. */
  readonly other: BatEntry | undefined
  /** The replay changes bytes of its block. */
  readonly hasNewData: boolean
}

/** Matching entries in the order of a query. */
interface Order {
  readonly total: number
  /** Indices of the table for ranks [start, start + count), all of which exist. */
  indices(start: number, count: number): Promise<readonly number[]>
}

/** What of a filter is no plain data. */
export interface BatContext {
  /** Who owns the file in the state that is asked for: blocks that share their place are invalid, too. */
  readonly space?: FileSpace | undefined
  /** What entries must be besides. Rules with the same name are the same. */
  readonly only?: { readonly name: string; readonly rule: EntryRule } | undefined
}

/** Answers queries about one viewed file. Keeps what the latest filter found: pages share it. */
export class BatRows {
  readonly #viewed: Viewed
  #latest: { readonly key: string; readonly order: Order } | undefined

  constructor(viewed: Viewed) {
    this.#viewed = viewed
  }

  /** The first page of a filter reads the whole table, others only where their rows are. */
  async page(query: BatQuery, run?: Run, context: BatContext = {}): Promise<Page<BatRow>> {
    const { before, update } = this.#viewed
    const isAfter = query.state === 'after' && update !== undefined
    const table = tableOf(isAfter ? update.after : before)
    if (!table) return { rows: [], total: 0 }
    const other = tableOf(isAfter ? before : update?.after)
    const order = await this.#orderOf(query, { table, other, ...context }, run)
    const { start, count } = clipWindow(query, order.total)
    const first = query.descending ? order.total - start - count : start
    const indices = await order.indices(first, count)
    const rows = await Promise.all(indices.map((index) => readRow(table, other, index)))
    const written = writtenBlocks(this.#viewed)
    const there = rows
      .flatMap((row) => row ?? [])
      .map((row) => ({ ...row, hasNewData: written?.rowHasNewData(row.entry) ?? false }))
    return { rows: query.descending ? there.reverse() : there, total: order.total }
  }

  async #orderOf(
    { state, states, changedOnly, sort }: BatQuery,
    { table, other, space, only }: Compared,
    run: Run | undefined,
  ): Promise<Order> {
    const isWithSpace = space !== undefined
    const key = JSON.stringify([state, states, changedOnly, sort, isWithSpace, only?.name])
    if (this.#latest?.key === key) return this.#latest.order
    const update = this.#viewed.update?.result
    const differsFrom = changedOnly ? other : undefined
    const order =
      changedOnly && !other
        ? NOTHING
        : await makeOrder(
            {
              table,
              states,
              space,
              only: only?.rule,
              differsFrom,
              update,
              hasNewData: changedOnly ? writtenBlocks(this.#viewed)?.hasNewData : undefined,
            },
            sort,
            run,
          )
    this.#latest = { key, order }
    return order
  }
}

interface Compared extends BatContext {
  readonly table: Table
  /** That of the other state. */
  readonly other: Table | undefined
}

const NOTHING: Order = { total: 0, indices: async () => [] }

async function makeOrder(
  filter: BatFilter,
  sort: BatQuery['sort'],
  run: Run | undefined,
): Promise<Order> {
  const { table, states, differsFrom, only } = filter
  const { count } = table.bat
  const sorted = sort === 'file-offset'
  if (!states && !differsFrom && !only && !(sorted && count <= MAX_SORTED_ROWS)) {
    return {
      total: count,
      indices: async (start, length) => Array.from({ length }, (_, i) => start + i),
    }
  }
  const matches = await countMatches(filter, run)
  if (sorted && matches.total <= MAX_SORTED_ROWS) return sortByOffset(matches, run)
  return {
    total: matches.total,
    async indices(start, length) {
      const indices: number[] = []
      for await (const found of matchesFrom(matches, start, length)) indices.push(...found.indices)
      return indices
    },
  }
}

/** Beyond this many MiB, 2 PiB, places count as equal: they lie behind the end of any file. */
const MAX_SORTED_MB = 2 ** 31 - 1

async function sortByOffset(matches: Matches, run: Run | undefined): Promise<Order> {
  const indices = new Uint32Array(matches.total)
  let rank = 0
  const ranks = await ranksByOffset(matches, run, (index) => {
    indices[rank++] = index
  })
  const order = ranks.map((at) => indices[at] ?? 0)
  return {
    total: matches.total,
    indices: async (start, length) => [...order.subarray(start, start + length)],
  }
}

/**
 * The ranks of at most `MAX_SORTED_ROWS` matches in order of their file offset; entries at the same
 * place stay in order of index. Hands the index of each to `visit`, in order of index.
 */
export async function ranksByOffset(
  matches: Matches,
  run: Run | undefined,
  visit: (index: number) => void,
): Promise<Uint32Array> {
  const { total } = matches
  // Place and rank in one number, exact below 2^53: far faster to sort than with a comparison.
  const keys = new Float64Array(total)
  let rank = 0
  for await (const found of matchesFrom(matches, 0, total)) {
    run?.signal?.throwIfAborted()
    for (const index of found.indices) {
      const at = (index - found.first) * BAT_ENTRY_SIZE
      const place = batFileOffsetMB(
        found.view.getUint32(at, true),
        found.view.getUint32(at + 4, true),
      )
      visit(index)
      keys[rank] = Math.min(place, MAX_SORTED_MB) * MAX_SORTED_ROWS + rank
      rank++
    }
  }
  keys.sort()
  return Uint32Array.from(keys, (key) => key % MAX_SORTED_ROWS)
}

async function readRow(
  table: Table,
  otherTable: Table | undefined,
  index: number,
): Promise<Omit<BatRow, 'hasNewData'> | undefined> {
  const [entry] = await readBatEntries(table.source, table.bat, index, 1)
  if (!entry) return undefined
  const [other] = otherTable
    ? await readBatEntries(otherTable.source, otherTable.bat, index, 1)
    : []
  return { entry, other: other && isSame(entry, other) ? undefined : other }
}

const isSame = (a: BatEntry, b: BatEntry): boolean =>
  a.kind === b.kind &&
  a.state === b.state &&
  a.fileOffsetMB === b.fileOffsetMB &&
  a.reserved === b.reserved
