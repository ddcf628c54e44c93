/** Which of many ranges of places, laid over each other one after the other, lies on top at a place. */

/** Each range and each look costs the logarithm of the number of places, however long the range is. */
export class LatestCover {
  readonly #places: number
  /** A tree over the places, whose leaves are its second half: for each of its parts the latest number. */
  readonly #numbers: Uint32Array

  constructor(places: number) {
    this.#places = places
    this.#numbers = new Uint32Array(2 * places)
  }

  /** Lays a range over [first, end). Its number is greater than those before, and greater than 0. */
  lay(number: number, first: number, end: number): void {
    let [low, high] = [first + this.#places, end + this.#places]
    while (low < high) {
      if (low % 2 === 1) this.#numbers[low++] = number
      if (high % 2 === 1) this.#numbers[--high] = number
      low >>>= 1
      high >>>= 1
    }
  }

  /** The number of the range on top; 0 where there is none. */
  at(place: number): number {
    let latest = 0
    for (let part = place + this.#places; part > 0; part >>>= 1) {
      latest = Math.max(latest, this.#numbers[part] ?? 0)
    }
    return latest
  }
}
