/** Reads that somebody waits for on the screen go before those that can wait a little. */
import type { ByteSource } from '../../engine/bytes/byte-source.ts'
import { lookOf } from '../../engine/bytes/held.ts'
import type { Viewed } from '../../engine/inspect/inspect.ts'

export class Urgent {
  readonly #running = new Set<Promise<unknown>>()

  /** Does the work, before which nothing that yields reads on. */
  async do<T>(work: () => Promise<T>): Promise<T> {
    const running = work()
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  /** The same files, whose reads begin only when nothing urgent is being done. */
  yielding(viewed: Viewed): Viewed {
    const { before, update } = viewed
    return {
      ...viewed,
      before: { ...before, source: this.#source(before.source) },
      update: update && {
        ...update,
        after: { ...update.after, source: this.#source(update.after.source) },
      },
    }
  }

  #source(source: ByteSource): ByteSource {
    return {
      size: source.size,
      get held() {
        return source.held
      },
      ...(source.lookOf && { lookOf: (range) => lookOf(source, range) }),
      read: async (offset, length) => {
        while (this.#running.size > 0) await Promise.allSettled(this.#running)
        return source.read(offset, length)
      },
    }
  }
}
