/** Which bytes of a file have been read: each counts once, however often it is read. */
import type { ByteRange, ByteSource } from '../../engine/bytes/byte-source.ts'
import { lookOf } from '../../engine/bytes/held.ts'
import { endOf } from '../../engine/bytes/ranges.ts'

export class Coverage {
  /** Disjoint, in order of offset, and none touches the next. */
  readonly #ranges: ByteRange[] = []
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  add(range: ByteRange): void {
    if (range.length === 0) return
    const from = this.#firstEndingAt(range.offset)
    let to = from
    let { offset } = range
    let end = endOf(range)
    for (let met = this.#ranges[to]; met && met.offset <= end; met = this.#ranges[++to]) {
      offset = Math.min(offset, met.offset)
      end = Math.max(end, endOf(met))
      this.#bytes -= met.length
    }
    this.#ranges.splice(from, to - from, { offset, length: end - offset })
    this.#bytes += end - offset
  }

  /** Index of the first range that ends at `offset` or behind it. */
  #firstEndingAt(offset: number): number {
    let low = 0
    let high = this.#ranges.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const range = this.#ranges[middle]
      if (range && endOf(range) < offset) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** A source whose reads are noted in `coverage`. */
export const covering = (source: ByteSource, coverage: Coverage): ByteSource => ({
  size: source.size,
  held: source.held,
  ...(source.lookOf && { lookOf: (range) => lookOf(source, range) }),
  async read(offset, length) {
    const bytes = await source.read(offset, length)
    coverage.add({ offset, length })
    return bytes
  },
})
