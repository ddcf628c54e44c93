/** A directory as rows, in one state of the disk or in two of them side by side: sorted, chosen from, by windows. */
import type { Run } from '../bytes/byte-source.ts'
import { Pace, takeTurn } from '../bytes/pace.ts'
import type { Refused } from '../bytes/refused.ts'
import type { GuestFiles, GuestTime, NodeId, NodeKind, Stat } from '../guest/guest-files.ts'
import type { State } from '../inspect/inspection.ts'
import { clipWindow, type Page, type RowWindow } from '../inspect/page.ts'
import type { DirectoryIndex } from './directory-index.ts'
import { sortPlaces } from './sort-places.ts'

export type RowSort = 'name' | 'size' | 'modified'

export interface NodeRow {
  readonly node: NodeId
  readonly kind: NodeKind | undefined
  readonly stat: Stat | Refused
}

/** A name, and what it names in each state in which it is there. */
export interface DirectoryRow {
  readonly name: string
  readonly before?: NodeRow
  readonly after?: NodeRow
}

export interface RowQuery extends RowWindow {
  readonly sort?: RowSort | undefined
  /** Directories stay first. */
  readonly descending?: boolean | undefined
  /** Only directories, in whichever state. */
  readonly directoriesOnly?: boolean | undefined
  /** Only names that one of the two states has. */
  readonly onlyInOne?: boolean | undefined
}

/** What a directory is in one state. */
export interface DirectorySide {
  readonly files: GuestFiles
  readonly index: DirectoryIndex
}

export type DirectorySides = Partial<Readonly<Record<State, DirectorySide>>>

/** No name: an index that no directory has. */
const NONE = 0xffffffff

interface Row {
  readonly side: DirectorySide
  readonly index: number
}

export class DirectoryRows {
  readonly #sides: DirectorySides
  /** The index of each row's name in each state, or NONE. */
  readonly #before: Uint32Array
  readonly #after: Uint32Array
  /** Of the order that was asked for last; to make one may take seconds. */
  #order: { readonly key: string; readonly places: Uint32Array } | undefined

  private constructor(sides: DirectorySides, pairs: readonly [Uint32Array, Uint32Array]) {
    this.#sides = sides
    ;[this.#before, this.#after] = pairs
  }

  /** Of one side or two; throws the signal's reason. */
  static async of(sides: DirectorySides, run?: Run): Promise<DirectoryRows> {
    const { before, after } = sides
    if (before && after)
      return new DirectoryRows(sides, await pairs(before.index, after.index, run))
    const all = places((before ?? after)?.index.names.count ?? 0)
    const none = new Uint32Array(all.length).fill(NONE)
    return new DirectoryRows(sides, before ? [all, none] : [none, all])
  }

  /** Of all names. */
  get count(): number {
    return this.#before.length
  }

  /** Progress counts nodes that are looked at for the order. Throws the signal's reason, and errors of the source. */
  async page(query: RowQuery, run?: Run): Promise<Page<DirectoryRow>> {
    const order = await this.#ordered(query, run)
    const { start, count } = clipWindow(query, order.length)
    const rows: DirectoryRow[] = []
    for (let i = start; i < start + count; i++) {
      run?.signal?.throwIfAborted()
      const place = order[query.descending ? this.#mirrored(order, i) : i] ?? 0
      rows.push(await this.#rowAt(place))
    }
    return { rows, total: order.length }
  }

  /** Where the name is among the rows of the query; `undefined` where it is not. */
  async placeOf(name: string, query: RowQuery, run?: Run): Promise<number | undefined> {
    const order = await this.#ordered(query, run)
    const pace = new Pace(run)
    for (let i = 0; i < order.length; i++) {
      const place = order[query.descending ? this.#mirrored(order, i) : i] ?? 0
      const { side, index } = this.#shown(place)
      if (side.index.names.at(index) === name) return i
      if (pace.isDue()) await pace.rest()
    }
    return undefined
  }

  async #ordered(query: RowQuery, run: Run | undefined): Promise<Uint32Array> {
    const { sort = 'name', directoriesOnly = false, onlyInOne = false } = query
    const key = [sort, directoriesOnly, onlyInOne].join()
    if (this.#order?.key === key) return this.#order.places
    const chosen = places(this.#before.length).filter(
      (place) =>
        (!directoriesOnly || this.#isDirectory(place)) &&
        (!onlyInOne || this.#before[place] === NONE || this.#after[place] === NONE),
    )
    const made = await sortPlaces(chosen, await this.#compareBy(sort, chosen, run), run)
    this.#order = { key, places: made }
    return made
  }

  async #compareBy(sort: RowSort, chosen: Uint32Array, run: Run | undefined) {
    const byName = (a: number, b: number): number => {
      const [one, other] = [this.#shown(a), this.#shown(b)]
      return one.side.index.names.compareFolded(one.index, other.side.index.names, other.index)
    }
    const values = sort === 'name' ? undefined : await this.#values(sort, chosen, run)
    return (a: number, b: number): number => {
      const first = Number(!this.#isDirectory(a)) - Number(!this.#isDirectory(b))
      if (first !== 0) return first
      const [one = 0n, other = 0n] = [values?.[a], values?.[b]]
      if (one !== other) return one < other ? -1 : 1
      return byName(a, b)
    }
  }

  /** What rows are sorted by, of each that is chosen. */
  async #values(sort: 'size' | 'modified', chosen: Uint32Array, run: Run | undefined) {
    const values = new BigInt64Array(this.#before.length)
    for (const [done, place] of chosen.entries()) {
      const { side, index } = this.#shown(place)
      const stat = await side.files.stat(side.index.nodeOf(index))
      values[place] = !stat.ok ? 0n : sort === 'size' ? stat.size : ticks(stat.times.modified)
      if (done % 1024 === 0) {
        run?.onProgress?.(done, chosen.length)
        await takeTurn(run)
      }
    }
    return values
  }

  /** Of the place in an order that is read from its end: directories stay first, from their last one on. */
  #mirrored(order: Uint32Array, at: number): number {
    let low = 0
    for (let high = order.length; low < high; ) {
      const middle = (low + high) >> 1
      if (this.#isDirectory(order[middle] ?? 0)) low = middle + 1
      else high = middle
    }
    return at < low ? low - 1 - at : order.length - 1 - (at - low)
  }

  /** In the later state where it is there. */
  #shown(place: number): Row {
    const { before, after } = this.#sides
    const index = this.#after[place] ?? NONE
    if (after && index !== NONE) return { side: after, index }
    return { side: before as DirectorySide, index: this.#before[place] ?? 0 }
  }

  #isDirectory(place: number): boolean {
    const { side, index } = this.#shown(place)
    return side.index.kindOf(index) === 'directory'
  }

  async #rowAt(place: number): Promise<DirectoryRow> {
    const shown = this.#shown(place)
    const before = await nodeRow(this.#sides.before, this.#before[place] ?? NONE)
    const after = await nodeRow(this.#sides.after, this.#after[place] ?? NONE)
    return {
      name: shown.side.index.names.at(shown.index) ?? '',
      ...(before && { before }),
      ...(after && { after }),
    }
  }
}

async function nodeRow(
  side: DirectorySide | undefined,
  index: number,
): Promise<NodeRow | undefined> {
  if (side === undefined || index === NONE) return undefined
  const node = side.index.nodeOf(index)
  return { node, kind: side.index.kindOf(index), stat: await side.files.stat(node) }
}

/** 64 bits of them reach as far as any file system's times do, which those of nanoseconds do not; NTFS counts so. */
const TICK = 100n
const ticks = (time: GuestTime | undefined): bigint => (time?.nanoseconds ?? 0n) / TICK

const places = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i)

/** Which names of two directories are the same. Of one that a directory has twice, the first goes with the first. */
async function pairs(
  before: DirectoryIndex,
  after: DirectoryIndex,
  run: Run | undefined,
): Promise<readonly [Uint32Array, Uint32Array]> {
  const sorted = ({ names }: DirectoryIndex) =>
    sortPlaces(places(names.count), (a, b) => names.compare(a, names, b), run)
  const [left, right] = [await sorted(before), await sorted(after)]
  const most = left.length + right.length
  const found = [new Uint32Array(most), new Uint32Array(most)] as const
  let [l, r, count] = [0, 0, 0]
  for (const pace = new Pace(run); l < left.length || r < right.length; count++) {
    const [one = NONE, other = NONE] = [left[l], right[r]]
    const order =
      one === NONE ? 1 : other === NONE ? -1 : before.names.compare(one, after.names, other)
    found[0][count] = order <= 0 ? one : NONE
    found[1][count] = order >= 0 ? other : NONE
    if (order <= 0) l++
    if (order >= 0) r++
    if (pace.isDue()) await pace.rest()
  }
  return [found[0].slice(0, count), found[1].slice(0, count)]
}
