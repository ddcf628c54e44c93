/** Two streams side by side: what belongs together in them, in memory for what does not come in the same order. */

/** At least one of them is there. */
export type Pair<T> = readonly [before: T | undefined, after: T | undefined]

/**
 * Pairs as soon as both are there, and at the end what only one of the streams has. Of several with one key in a stream
 * the first belongs to the first.
 */
export async function* pairUp<T>(
  before: AsyncIterable<readonly T[]>,
  after: AsyncIterable<readonly T[]>,
  keyOf: (item: T) => string | number,
): AsyncGenerator<readonly Pair<T>[]> {
  const sides = [new Side(before), new Side(after)] as const
  try {
    for (let side = nextOf(...sides); side; side = nextOf(...sides)) {
      const items = await side.take()
      const other = side === sides[0] ? sides[1] : sides[0]
      const pairs: Pair<T>[] = []
      for (const item of items) {
        const key = keyOf(item)
        const partner = other.claim(key)
        if (partner === undefined) side.keep(key, item)
        else pairs.push(side === sides[0] ? [item, partner] : [partner, item])
      }
      if (pairs.length > 0) yield pairs
    }
    for (const left of sides[0].left()) yield [[left, undefined]]
    for (const left of sides[1].left()) yield [[undefined, left]]
  } finally {
    await Promise.all(sides.map((side) => side.close()))
  }
}

/** The one that is behind the other. */
function nextOf<T>(a: Side<T>, b: Side<T>): Side<T> | undefined {
  if (a.isDone) return b.isDone ? undefined : b
  return b.isDone || a.taken <= b.taken ? a : b
}

class Side<T> {
  readonly #items: AsyncIterator<readonly T[]>
  readonly #waiting = new Map<string | number, T[]>()
  isDone = false
  /** How many items came so far. */
  taken = 0

  constructor(items: AsyncIterable<readonly T[]>) {
    this.#items = items[Symbol.asyncIterator]()
  }

  async take(): Promise<readonly T[]> {
    const { done, value } = await this.#items.next()
    if (done) {
      this.isDone = true
      return []
    }
    this.taken += value.length
    return value
  }

  keep(key: string | number, item: T): void {
    const same = this.#waiting.get(key)
    if (same) same.push(item)
    else this.#waiting.set(key, [item])
  }

  /** The first that waits with this key, which then waits no more. */
  claim(key: string | number): T | undefined {
    const same = this.#waiting.get(key)
    const item = same?.shift()
    if (same?.length === 0) this.#waiting.delete(key)
    return item
  }

  *left(): Generator<T> {
    for (const items of this.#waiting.values()) yield* items
  }

  async close(): Promise<void> {
    await this.#items.return?.()
  }
}
