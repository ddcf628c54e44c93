/** What a file system cannot do without: a bitmap that calls some of it free is not to be relied on. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf, joinRanges, overlaps } from '../bytes/ranges.ts'
import type { OnFree } from './volume-space.ts'

export class MustBeInUse {
  readonly #ranges: readonly ByteRange[]
  #next = 0
  /** Whether some of it was called free. */
  isFree = false

  /** Ranges of the volume, in any order. */
  constructor(ranges: readonly ByteRange[]) {
    this.#ranges = joinRanges([...ranges].sort((a, b) => a.offset - b.offset))
  }

  /** Looks at each run before it goes on to `onFree`. */
  watch(onFree: OnFree): OnFree {
    return (run) => {
      for (;;) {
        const range = this.#ranges[this.#next]
        if (range === undefined || endOf(range) > run.offset) break
        this.#next++
      }
      const range = this.#ranges[this.#next]
      if (range !== undefined && overlaps(range, run)) this.isFree = true
      onFree(run)
    }
  }
}
