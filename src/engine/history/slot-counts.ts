/** A count for each slot of the ring, raised and lowered over ranges, that tells which of them fall to zero. */

/** What never falls to zero: more than there can be entries in a log. */
const NEVER = 2 ** 30

/** Each range costs the logarithm of the slots, and so does each slot that falls to zero, which it does once. */
export class SlotCounts {
  readonly #slots: number
  /** A tree over the slots, the root at 1: the least count of each part, without what its parents add. */
  readonly #least: Int32Array
  readonly #added: Int32Array
  /** How many leaves there are: a power of two. */
  readonly #leaves: number

  /** Slots of which `counts` is negative never fall to zero. */
  constructor(counts: Int32Array) {
    this.#slots = counts.length
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(1, counts.length)))
    this.#least = new Int32Array(2 * this.#leaves).fill(NEVER)
    this.#added = new Int32Array(2 * this.#leaves)
    for (const [slot, count] of counts.entries()) {
      if (count >= 0) this.#least[this.#leaves + slot] = count
    }
    for (let part = this.#leaves - 1; part > 0; part--) this.#combine(part)
  }

  /** Lowers the counts of slots [from, to) by one. */
  lower(from: number, to: number): void {
    let [low, high] = [from + this.#leaves, Math.min(to, this.#slots) + this.#leaves]
    const [first, last] = [low, high - 1]
    if (first > last) return
    for (; low < high; low >>>= 1, high >>>= 1) {
      if (low % 2 === 1) this.#lowerPart(low++)
      if (high % 2 === 1) this.#lowerPart(--high)
    }
    this.#update(first)
    this.#update(last)
  }

  /** Leaves a slot out from now on. */
  leaveOut(slot: number): void {
    const leaf = slot + this.#leaves
    this.#least[leaf] = NEVER
    this.#added[leaf] = 0
    this.#update(leaf)
  }

  /** A slot whose count is zero, which is left out from now on; `undefined` where there is none. */
  takeZero(): number | undefined {
    let part = 1
    let sought = 0
    if (this.#least[part] !== sought) return undefined
    while (part < this.#leaves) {
      sought -= this.#added[part] ?? 0
      part *= 2
      if (this.#least[part] !== sought) part++
    }
    const slot = part - this.#leaves
    this.leaveOut(slot)
    return slot
  }

  #lowerPart(part: number): void {
    this.#least[part] = (this.#least[part] ?? 0) - 1
    this.#added[part] = (this.#added[part] ?? 0) - 1
  }

  #update(leaf: number): void {
    for (let part = leaf >>> 1; part > 0; part >>>= 1) this.#combine(part)
  }

  #combine(part: number): void {
    const [left = NEVER, right = NEVER] = [this.#least[2 * part], this.#least[2 * part + 1]]
    this.#least[part] = Math.min(left, right) + (this.#added[part] ?? 0)
  }
}
