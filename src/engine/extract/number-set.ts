/** A set of millions of whole numbers (nodes, hashes of names). It takes about 16 bytes for each, a third of a `Set`. */

/** Of the places for numbers, at most so many are taken. */
const FULL = 0.75

export class NumberSet {
  /** A number is at the first free place from its own on; 0 is free, and all are one more than they are. */
  #places = new Float64Array(64)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** False where it was there before. `number` is a whole number from 0 to 2^53 − 2. */
  add(number: number): boolean {
    if (this.#size >= FULL * this.#places.length) this.#grow()
    if (!put(this.#places, number + 1)) return false
    this.#size++
    return true
  }

  #grow(): void {
    const places = new Float64Array(2 * this.#places.length)
    for (const value of this.#places) if (value !== 0) put(places, value)
    this.#places = places
  }
}

function put(places: Float64Array, value: number): boolean {
  const last = places.length - 1
  // Numbers that a volume chooses to lie on each other’s places would have to be found first: the high bits are mixed in.
  let at = Math.imul(value ^ Math.floor(value / 2 ** 32), 0x9e37_79b1) >>> 7
  for (at &= last; places[at] !== 0; at = (at + 1) & last) if (places[at] === value) return false
  places[at] = value
  return true
}
