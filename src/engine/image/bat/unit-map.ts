/** Which MiB of the file somebody owns, a bit each: every structure and block begins at such a unit. */
import { MIB } from '../../format/layout.ts'

/**
 * A map reaches no further than this, 128 TiB or 16 MiB of bits: twice what the greatest disk fills.
 * The size of a file is no promise; a sparse one may have any.
 */
const MAX_UNITS = 2 ** 27

/** Units [start, end). */
export interface Units {
  readonly start: number
  readonly end: number
}

export class UnitMap {
  /** How many units there are; the last one may be cut by the end of the file. */
  readonly count: number
  readonly #words: Uint32Array

  constructor(fileSize: number) {
    this.count = Math.min(Math.ceil(fileSize / MIB), MAX_UNITS)
    this.#words = new Uint32Array(Math.ceil(this.count / 32))
  }

  /** Takes `length` units from `start` on, as far as there are any; false if one was taken before. */
  take(start: number, length: number): boolean {
    const words = this.#words
    const end = Math.min(start + length, this.count)
    let free = true
    for (let unit = start; unit < end; ) {
      const bit = unit & 31
      const part = Math.min(32 - bit, end - unit)
      const mask = bits(bit, part)
      const word = words[unit >>> 5] ?? 0
      if ((word & mask) !== 0) free = false
      words[unit >>> 5] = word | mask
      unit += part
    }
    return free
  }

  /** Takes `length` units, at least one, that are all there: all of them, or none if one was taken before. */
  takeFree(start: number, length: number): boolean {
    const index = start >>> 5
    const bit = start & 31
    if (bit + length > 32) return this.#isFree(start, length) && this.take(start, length)
    const mask = bits(bit, length)
    const word = this.#words[index]
    if (word === undefined || (word & mask) !== 0) return false
    this.#words[index] = word | mask
    return true
  }

  /** Takes `length` units from `start` on, as far as there are any; what was taken before is taken in `again`. */
  takeNoting(start: number, length: number, again: UnitMap): void {
    const words = this.#words
    const end = Math.min(start + length, this.count)
    for (let unit = start; unit < end; ) {
      const bit = unit & 31
      const part = Math.min(32 - bit, end - unit)
      const mask = bits(bit, part)
      const index = unit >>> 5
      const word = words[index] ?? 0
      const twice = word & mask
      if (twice !== 0) again.#words[index] = (again.#words[index] ?? 0) | twice
      words[index] = word | mask
      unit += part
    }
  }

  /** Whether none of `length` units from `start` on is taken, of those that there are. */
  isFree(start: number, length: number): boolean {
    const end = Math.min(start + length, this.count)
    return start >= end || this.#isFree(start, end - start)
  }

  #isFree(start: number, length: number): boolean {
    for (let unit = start; unit < start + length; ) {
      const word = this.#words[unit >>> 5] ?? -1
      const bit = unit & 31
      const part = Math.min(32 - bit, start + length - unit)
      const mask = bits(bit, part)
      if ((word & mask) !== 0) return false
      unit += part
    }
    return true
  }

  /** What neither this map nor `other`, of the same file, has taken: in runs as long as can be. */
  *free(other: UnitMap = this): Generator<Units> {
    let start: number | undefined
    for (let unit = 0; unit < this.count; ) {
      const taken = (this.#words[unit >>> 5] ?? 0) | (other.#words[unit >>> 5] ?? 0)
      // Whole words at once: most files are full, or empty for long stretches.
      const whole = (unit & 31) === 0 && (taken === 0 || taken === -1)
      const isFree = ((taken >>> (unit & 31)) & 1) === 0
      if (isFree) start ??= unit
      else if (start !== undefined) {
        yield { start, end: unit }
        start = undefined
      }
      unit += whole ? 32 : 1
    }
    if (start !== undefined) yield { start, end: this.count }
  }

  /** Units [from, to) in runs as long as can be in which all of `maps` say the same: bit `i` is that of `maps[i]`. */
  static *runs(
    maps: readonly UnitMap[],
    from: number,
    to: number,
  ): Generator<Units & { readonly bits: number }> {
    let start = from
    let held: number | undefined
    for (let unit = from; unit < to; ) {
      let now = 0
      let whole = (unit & 31) === 0
      let place = 0
      for (const map of maps) {
        const word = (map.#words[unit >>> 5] ?? 0) | 0
        now |= ((word >>> (unit & 31)) & 1) << place++
        whole &&= word === 0 || word === -1
      }
      if (now !== held) {
        if (held !== undefined) yield { start, end: unit, bits: held }
        start = unit
        held = now
      }
      unit += whole ? 32 : 1
    }
    if (held !== undefined) yield { start, end: to, bits: held }
  }

  /** How many of units [from, to) have which bits, as `runs` has them: as many counts as there may be. */
  static tally(maps: readonly UnitMap[], from: number, to: number): Float64Array {
    const counts = new Float64Array(1 << maps.length)
    const words = new Int32Array(maps.length)
    for (let unit = from; unit < to; ) {
      const start = unit & 31
      const end = Math.min(32, start + to - unit)
      let bits = 0
      let isWhole = true
      let place = 0
      for (const map of maps) {
        const word = (map.#words[unit >>> 5] ?? 0) | 0
        words[place] = word
        if (word === -1) bits |= 1 << place
        isWhole &&= word === 0 || word === -1
        place++
      }
      if (isWhole) counts[bits] = (counts[bits] ?? 0) + end - start
      else countBits(words, start, end, counts)
      unit += end - start
    }
    return counts
  }
}

function countBits(words: Int32Array, start: number, end: number, counts: Float64Array): void {
  for (let bit = start; bit < end; bit++) {
    let bits = 0
    for (let i = 0; i < words.length; i++) bits |= (((words[i] ?? 0) >>> bit) & 1) << i
    counts[bits] = (counts[bits] ?? 0) + 1
  }
}

/** Bits [from, from + length) of a word; `1 << 32` is 1. */
const bits = (from: number, length: number): number =>
  length === 32 ? -1 : ((1 << length) - 1) << from
