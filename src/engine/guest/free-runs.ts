/** Free units of a bitmap as runs of bytes: joined, counted, and cut at the end of what there is. */
import type { OnFree } from './volume-space.ts'

/** Where units lie in a volume, in bytes. */
export interface Grid {
  readonly unitSize: number
  /** Of unit 0. */
  readonly start: number
  /** No unit reaches further: the end of the file system, or that of its volume. */
  readonly end: number
}

/** The number of zero bits below the lowest set one of a word that is not 0. */
const lowestBit = (word: number): number => 31 - Math.clz32(word & -word)

export class FreeRuns {
  readonly #grid: Grid
  readonly #onFree: OnFree
  /** Units [first, next) are the run that may go on. */
  #first = 0
  #next = 0
  /** Units told so far, also those behind the end. */
  units = 0
  /** Of the runs that were handed on. */
  bytes = 0

  constructor(grid: Grid, onFree: OnFree) {
    this.#grid = grid
    this.#onFree = onFree
  }

  /** Units [first, first + count) are free. They come in order. */
  add(first: number, count: number): void {
    this.units += count
    if (first !== this.#next) {
      this.close()
      this.#first = first
    }
    this.#next = first + count
  }

  /**
   * Bits of `bytes`, those of a byte from the lowest on, are units [first, first + count): those that are 0 are free.
   * There are as many bytes as bits need.
   */
  addZeroBits(bytes: Uint8Array, first: number, count: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const whole = Math.min(count - (count % 32), (bytes.length - (bytes.length % 4)) * 8)
    for (let at = 0; at < whole; at += 32) {
      const word = view.getInt32(at >>> 3, true)
      if (word === 0) this.add(first + at, 32)
      else if (word !== -1) this.#addWord(~word, first + at)
    }
    for (let at = whole; at < count; at += 8) {
      const mask = (1 << Math.min(8, count - at)) - 1
      this.#addWord(~(bytes[at >>> 3] ?? 0xff) & mask, first + at)
    }
  }

  /** The set bits of a word, not all of them. */
  #addWord(word: number, first: number): void {
    let left = word
    for (let at = 0; left !== 0; ) {
      const skipped = lowestBit(left)
      left >>>= skipped
      const length = lowestBit(~left)
      this.add(first + at + skipped, length)
      left >>>= length
      at += skipped + length
    }
  }

  /** Hands on the last run. */
  close(): void {
    const { unitSize, start, end } = this.#grid
    const offset = start + this.#first * unitSize
    const length = Math.min(start + this.#next * unitSize, end) - offset
    this.#first = this.#next
    if (length <= 0) return
    this.bytes += length
    this.#onFree({ offset, length })
  }
}
