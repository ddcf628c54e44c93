/** Ranges of a disk that differ between two states of it: in order, and in bounded memory. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { clipRange, endOf, firstEndingAfter, totalLength } from '../bytes/ranges.ts'

/** Differences are told by units of so many bytes, unless there are too many ranges of them. */
export const SECTOR = 512
/** Of more ranges than this neighbours are joined. */
const MOST_RANGES = 2 ** 18

/**
 * How bytes came to differ.
 *
 * - new-block: only the later state has them in a block of the file.
 * - block-gone: only the earlier state has.
 * - moved: both have, in different places of the file.
 * - written: both have, in the same place, which is written.
 * - readable: only the later state can read them at all. lost: only the earlier state can.
 * - other: the parents have to do with it; or several of these, where ranges were joined.
 */
export type ChangeHow =
  | 'new-block'
  | 'block-gone'
  | 'moved'
  | 'written'
  | 'readable'
  | 'lost'
  | 'other'

/** Whether only the later state names the block of the file that has the bytes now. */
export const isInNewBlock = (how: ChangeHow): boolean => how === 'new-block' || how === 'moved'

export interface ChangedRange extends ByteRange {
  readonly how: ChangeHow
}

/** Takes ranges in order of place, and keeps them by units. */
export class RangeCollector {
  readonly #size: number
  readonly #most: number
  #ranges: ChangedRange[] = []
  #unit = SECTOR

  /** `size` is that of the disk, in bytes. */
  constructor(size: number, most = MOST_RANGES) {
    this.#size = size
    this.#most = Math.max(2, most)
  }

  /** Disjoint and in order. */
  get ranges(): readonly ChangedRange[] {
    return this.#ranges
  }

  /** What they are rounded outward to, in bytes. */
  get unit(): number {
    return this.#unit
  }

  add({ offset, length }: ByteRange, how: ChangeHow): void {
    if (length === 0) return
    this.#put(offset, offset + length, how)
    while (this.#ranges.length > this.#most) this.#coarsen()
  }

  #put(from: number, to: number, how: ChangeHow): void {
    const end = Math.min(this.#size, Math.ceil(to / this.#unit) * this.#unit)
    const last = this.#ranges.at(-1)
    const offset = Math.floor(from / this.#unit) * this.#unit
    const lastEnd = last ? endOf(last) : 0
    if (!last || offset > lastEnd || (offset === lastEnd && how !== last.how)) {
      if (end > offset) this.#ranges.push({ offset, length: end - offset, how })
      return
    }
    const isOne = how === last.how
    if (end > lastEnd && !isOne && this.#unit === SECTOR) {
      // The sector that both have a part of stays with the first.
      this.#ranges.push({ offset: lastEnd, length: end - lastEnd, how })
      return
    }
    const length = Math.max(end, lastEnd) - last.offset
    const mixed = isOne || this.#unit === SECTOR ? last.how : 'other'
    this.#ranges[this.#ranges.length - 1] = { offset: last.offset, length, how: mixed }
  }

  #coarsen(): void {
    const all = this.#ranges
    this.#unit *= 2
    this.#ranges = []
    for (const { offset, length, how } of all) this.#put(offset, offset + length, how)
  }
}

/** What differs between two states of a disk. */
export interface ChangedDisk {
  /** Disjoint and in order of place. */
  readonly ranges: readonly ChangedRange[]
  /** Bytes to which they are rounded outward: a sector, or more where there were very many. */
  readonly unit: number
  /** In bytes. */
  readonly total: number
  /** How many bytes of that were not compared, since it would have been too much: they lie in other places now. */
  readonly notCompared: number
}

export const changedDiskOf = (found: RangeCollector, notCompared: number): ChangedDisk => ({
  ranges: found.ranges,
  unit: found.unit,
  total: totalLength(found.ranges),
  notCompared,
})

/** Whether any of the ranges, which are disjoint and in order, has a byte of `range`. */
export function isTouched(ranges: readonly ByteRange[], range: ByteRange): boolean {
  if (range.length === 0) return false
  const next = ranges[firstEndingAfter(ranges, range.offset)]
  return next !== undefined && next.offset < endOf(range)
}

/** What of `range` the ranges, which are disjoint and in order, have. */
export function* partsIn<R extends ByteRange>(
  ranges: readonly R[],
  range: ByteRange,
): Generator<R> {
  for (let i = firstEndingAfter(ranges, range.offset); i < ranges.length; i++) {
    const next = ranges[i]
    if (next === undefined || next.offset >= endOf(range)) return
    const part = clipRange(next, range)
    if (part.length > 0) yield { ...next, ...part }
  }
}
