/** The names of a large directory: their code units one behind the other, a fifth of what as many strings take. */

const FIRST_UNITS = 1024
const FIRST_NAMES = 64

/** Small letters of A to Z stand for capital ones, too; what other letters have for small ones no order has to know. */
const fold = (unit: number): number => (unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit)

const exact = (unit: number): number => unit

export class NamePool {
  #units = new Uint16Array(FIRST_UNITS)
  /** Where each name ends. */
  #ends = new Uint32Array(FIRST_NAMES)
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Code units of all names. */
  get length(): number {
    return this.#startOf(this.#count)
  }

  push(name: string): void {
    const start = this.length
    this.#units = grown(this.#units, start + name.length, Uint16Array)
    this.#ends = grown(this.#ends, this.#count + 1, Uint32Array)
    for (let i = 0; i < name.length; i++) this.#units[start + i] = name.charCodeAt(i)
    this.#ends[this.#count++] = start + name.length
  }

  /** `undefined` where there is none. */
  at(index: number): string | undefined {
    if (index < 0 || index >= this.#count) return undefined
    let text = ''
    const end = this.#startOf(index + 1)
    // No name of a file system is longer; as arguments of a call more would not do.
    for (let from = this.#startOf(index); from < end; from += FIRST_UNITS) {
      text += String.fromCharCode(...this.#units.subarray(from, Math.min(from + FIRST_UNITS, end)))
    }
    return text
  }

  /** By code units: two names are alike only where they are the same. */
  compare(index: number, other: NamePool, otherIndex: number): number {
    return this.#compare(index, other, otherIndex, exact)
  }

  /** As people look for them: capital and small letters are alike, but that there is one order of all names. */
  compareFolded(index: number, other: NamePool, otherIndex: number): number {
    return this.#compare(index, other, otherIndex, fold) || this.compare(index, other, otherIndex)
  }

  #compare(index: number, other: NamePool, otherIndex: number, as: (unit: number) => number) {
    const [start, otherStart] = [this.#startOf(index), other.#startOf(otherIndex)]
    const length = this.#startOf(index + 1) - start
    const otherLength = other.#startOf(otherIndex + 1) - otherStart
    for (let i = 0; i < length && i < otherLength; i++) {
      const difference = as(this.#units[start + i] ?? 0) - as(other.#units[otherStart + i] ?? 0)
      if (difference !== 0) return difference
    }
    return length - otherLength
  }

  #startOf(index: number): number {
    return index > 0 ? (this.#ends[index - 1] ?? 0) : 0
  }
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array

/** The same, or twice as long as long as that is not enough. */
export function grown<N extends Numbers>(
  numbers: N,
  needed: number,
  Kind: new (length: number) => N,
): N {
  if (needed <= numbers.length) return numbers
  const larger = new Kind(Math.max(needed, 2 * numbers.length))
  larger.set(numbers)
  return larger
}
