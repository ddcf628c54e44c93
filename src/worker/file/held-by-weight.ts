/** What was made and may be wanted again, up to a weight: what was not asked for longest goes first. */

export class HeldByWeight<T> {
  readonly #most: number
  /** Latest last. */
  readonly #held = new Map<string, { readonly value: T; readonly weight: number }>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: string): T | undefined {
    const held = this.#held.get(key)
    if (held) this.#touch(key, held)
    return held?.value
  }

  /** What is put stays, however heavy it is. */
  put(key: string, value: T, weight: number): void {
    this.#touch(key, { value, weight })
    let sum = 0
    for (const [each, held] of [...this.#held].reverse()) {
      sum += held.weight
      if (sum > this.#most && each !== key) this.#held.delete(each)
    }
  }

  #touch(key: string, held: { readonly value: T; readonly weight: number }): void {
    this.#held.delete(key)
    this.#held.set(key, held)
  }
}
