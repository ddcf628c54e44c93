/** Where writes lie, in flat memory: a look at each of them takes a few nanoseconds. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import type { Written } from './written.ts'

export class WrittenRanges {
  readonly #indices: Uint32Array
  readonly #starts: Float64Array
  readonly #ends: Float64Array

  /** Of those of `writes` that `counts` lets through. */
  constructor(writes: readonly Written[], counts: (write: Written) => boolean) {
    const indices = new Uint32Array(writes.length)
    let count = 0
    for (const [index, write] of writes.entries()) if (counts(write)) indices[count++] = index
    this.#indices = indices.slice(0, count)
    this.#starts = Float64Array.from(this.#indices, (index) => writes[index]?.offset ?? 0)
    this.#ends = Float64Array.from(this.#indices, (index) => endOf(writes[index] ?? NOTHING))
  }

  /** Those that have a byte of a place: places in the list of writes, ascending. */
  touching(place: ByteRange): Uint32Array {
    const [start, end] = [place.offset, endOf(place)]
    const found = new Uint32Array(this.#indices.length)
    let count = 0
    for (let i = 0; i < this.#indices.length; i++) {
      if ((this.#starts[i] ?? 0) < end && (this.#ends[i] ?? 0) > start) {
        found[count++] = this.#indices[i] ?? 0
      }
    }
    return found.slice(0, count)
  }
}

const NOTHING: ByteRange = { offset: 0, length: 0 }
