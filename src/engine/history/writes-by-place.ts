/** Writes in lists by the place that they write, and what each found there: all of it in flat memory. */
import { lowerBound } from '../bytes/bisect.ts'
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { LatestCover } from '../bytes/latest-cover.ts'
import { Pace } from '../bytes/pace.ts'
import { endOf } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { isLongRun, type Written } from './written.ts'

/** How many places a write has: its sectors, or as a long run one. */
const placesIn = (write: Written): number =>
  isLongRun(write) ? 1 : Math.ceil(write.length / LOG_SECTOR_SIZE)

/** The values, each once, ascending. */
function distinct(values: Float64Array): Float64Array {
  const sorted = values.slice().sort()
  let count = 0
  for (const value of sorted) {
    if (count === 0 || value !== sorted[count - 1]) sorted[count++] = value
  }
  return sorted.slice(0, count)
}

/** Places are numbered in order of offset, then of length; writes in the order of time. */
export class WritesByPlace {
  /** How many places there are. */
  readonly count: number
  /** All offsets and all lengths that occur, each once, ascending. */
  readonly #offsets: Float64Array
  readonly #lengths: Float64Array
  /** Of each place the numbers of its offset and its length, as one number. */
  readonly #keys: Float64Array
  /** Where the list of each place begins in `lists`. */
  readonly #starts: Uint32Array
  readonly #lists: Uint32Array
  /** Where the places of each write begin in `#before`. */
  readonly #firsts: Uint32Array
  /** One more than the write that was at a place before, short or long; 0 where there was none. */
  readonly #before: Uint32Array

  private constructor(grouped: {
    readonly offsets: Float64Array
    readonly lengths: Float64Array
    readonly keys: Float64Array
    readonly starts: Uint32Array
    readonly lists: Uint32Array
    readonly firsts: Uint32Array
    readonly before: Uint32Array
  }) {
    this.count = grouped.keys.length
    this.#offsets = grouped.offsets
    this.#lengths = grouped.lengths
    this.#keys = grouped.keys
    this.#starts = grouped.starts
    this.#lists = grouped.lists
    this.#firsts = grouped.firsts
    this.#before = grouped.before
  }

  /** Costs a little more than the number of writes, whatever they lie over. */
  static async group(writes: readonly Written[], run?: Run): Promise<WritesByPlace> {
    const pace = new Pace(run)
    const firsts = new Uint32Array(writes.length + 1)
    for (const [index, write] of writes.entries()) {
      firsts[index + 1] = (firsts[index] ?? 0) + placesIn(write)
    }
    const total = firsts[writes.length] ?? 0
    const [allOffsets, allLengths] = [new Float64Array(total), new Float64Array(total)]
    for (const [index, write] of writes.entries()) {
      if (pace.isDue()) await pace.rest()
      const [first = 0, end = 0] = [firsts[index], firsts[index + 1]]
      allLengths.fill(isLongRun(write) ? write.length : LOG_SECTOR_SIZE, first, end)
      for (let at = first; at < end; at++) {
        allOffsets[at] = write.offset + (at - first) * LOG_SECTOR_SIZE
      }
    }
    const [offsets, lengths] = [distinct(allOffsets), distinct(allLengths)]
    const allKeys = new Float64Array(total)
    for (let at = 0; at < total; at++) {
      if (pace.isDue()) await pace.rest()
      const offset = lowerBound(offsets, allOffsets[at] ?? 0)
      allKeys[at] = offset * lengths.length + lowerBound(lengths, allLengths[at] ?? 0)
    }
    const keys = distinct(allKeys)
    const places = new Uint32Array(total)
    const starts = new Uint32Array(keys.length + 1)
    for (let at = 0; at < total; at++) {
      if (pace.isDue()) await pace.rest()
      const place = lowerBound(keys, allKeys[at] ?? 0)
      places[at] = place
      starts[place + 1] = (starts[place + 1] ?? 0) + 1
    }
    for (let place = 0; place < keys.length; place++) {
      starts[place + 1] = (starts[place + 1] ?? 0) + (starts[place] ?? 0)
    }

    const placeAt = (offset: number): number =>
      lowerBound(keys, lowerBound(offsets, offset) * lengths.length)
    const lists = new Uint32Array(total)
    const before = new Uint32Array(total)
    const next = starts.slice()
    const cover = new LatestCover(keys.length)
    for (const [index, write] of writes.entries()) {
      if (pace.isDue()) await pace.rest()
      for (let at = firsts[index] ?? 0; at < (firsts[index + 1] ?? 0); at++) {
        const place = places[at] ?? 0
        const end = next[place] ?? 0
        lists[end] = index
        next[place] = end + 1
        before[at] = cover.at(place)
        if (!isLongRun(write)) cover.lay(index + 1, place, place + 1)
      }
      if (isLongRun(write)) cover.lay(index + 1, placeAt(write.offset), placeAt(endOf(write)))
    }
    return new WritesByPlace({ offsets, lengths, keys, starts, lists, firsts, before })
  }

  rangeOf(place: number): ByteRange {
    const key = this.#keys[place] ?? 0
    const { length } = this.#lengths
    return {
      offset: this.#offsets[Math.floor(key / length)] ?? 0,
      length: this.#lengths[key % length] ?? 0,
    }
  }

  /** The writes of exactly a place, earliest first. */
  writesOf(place: number): Uint32Array {
    return this.#lists.subarray(this.#starts[place], this.#starts[place + 1])
  }

  /** The number of a place; `undefined` where nothing wrote exactly that. */
  find({ offset, length }: ByteRange): number | undefined {
    const [at, size] = [lowerBound(this.#offsets, offset), lowerBound(this.#lengths, length)]
    if (this.#offsets[at] !== offset || this.#lengths[size] !== length) return undefined
    const key = at * this.#lengths.length + size
    const place = lowerBound(this.#keys, key)
    return this.#keys[place] === key ? place : undefined
  }

  /** The write before another one that touches the sector at `offset`, which that one wrote. */
  before(index: number, { offset: start }: Written, offset: number): number | undefined {
    const at = (this.#firsts[index] ?? 0) + (offset - start) / LOG_SECTOR_SIZE
    const before = this.#before[at] ?? 0
    return before === 0 ? undefined : before - 1
  }
}
