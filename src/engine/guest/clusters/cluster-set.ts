/** A set of numbers of clusters that takes memory only for what is in it. */

/** So few are kept as they are: most files have no more clusters. */
const FEW = 16
/** Clusters of a page of bits. */
const PER_PAGE = 4096

export class ClusterSet {
  #few: number[] | undefined = []
  readonly #pages = new Map<number, Uint8Array>()

  /** Whether it was not in it before. */
  add(cluster: number): boolean {
    if (this.#few === undefined) return this.#mark(cluster)
    if (this.#few.includes(cluster)) return false
    this.#few.push(cluster)
    if (this.#few.length > FEW) {
      for (const each of this.#few) this.#mark(each)
      this.#few = undefined
    }
    return true
  }

  has(cluster: number): boolean {
    if (this.#few !== undefined) return this.#few.includes(cluster)
    const at = cluster % PER_PAGE
    const page = this.#pages.get(Math.floor(cluster / PER_PAGE))
    return (((page?.[at >>> 3] ?? 0) >>> (at & 7)) & 1) !== 0
  }

  #mark(cluster: number): boolean {
    const index = Math.floor(cluster / PER_PAGE)
    let page = this.#pages.get(index)
    if (page === undefined) {
      page = new Uint8Array(PER_PAGE / 8)
      this.#pages.set(index, page)
    }
    const at = cluster % PER_PAGE
    const bit = 1 << (at & 7)
    const before = page[at >>> 3] ?? 0
    page[at >>> 3] = before | bit
    return (before & bit) === 0
  }
}
