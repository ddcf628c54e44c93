/** A chain of clusters, followed in the table as far as somebody asks. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import type { Allocation } from './allocation.ts'
import { ClusterSet } from './cluster-set.ts'
import {
  type ClusterSpace,
  isCluster,
  NEXT,
  placeOfCluster,
  type TableWindow,
} from './cluster-space.ts'

/** Of so many clusters one is remembered, from which those behind it are found again. */
const STEP = 4096
/** Places that are handed on at once. */
const BATCH = 1024

/**
 * Each cluster is in it once: the chain ends where it comes back to one of its own. What it remembers grows with
 * what is asked for, by a bit or two for a cluster.
 */
export class Chain implements Allocation {
  readonly isChain = true
  fault: string | undefined
  readonly #space: ClusterSpace
  readonly #marks: number[] = []
  readonly #seen = new ClusterSet()
  /** Clusters that are known; and the one behind them, or what the table says in its place. */
  #known = 0
  #next: number
  #isOver = false
  #busy: Promise<void> = Promise.resolve()

  constructor(space: ClusterSpace, first: number) {
    this.#space = space
    this.#next = first
  }

  async length(most: number): Promise<number> {
    const { clusterSize } = this.#space
    await this.#extend(Math.floor(most / clusterSize) + 1)
    return this.#known * clusterSize
  }

  async *places(from: number, to: number): AsyncGenerator<readonly ByteRange[]> {
    const { clusterSize } = this.#space
    const end = Math.ceil(to / clusterSize)
    let batch: ByteRange[] = []
    for (let index = Math.floor(from / clusterSize); index < end; ) {
      const stop = Math.min(end, (Math.floor(index / STEP) + 1) * STEP)
      if (stop > this.#known) await this.#extend(stop)
      const known = Math.min(stop, this.#known)
      if (known <= index) break
      for (const place of await this.#placesOf(index, known, { from, to })) {
        const last = batch.at(-1)
        if (last && last.offset + last.length === place.offset) {
          batch[batch.length - 1] = { offset: last.offset, length: last.length + place.length }
        } else batch.push(place)
      }
      if (batch.length > BATCH) {
        // The last one may go on.
        yield batch.slice(0, -1)
        batch = batch.slice(-1)
      }
      index = known
    }
    if (batch.length > 0) yield batch
  }

  /** Of clusters [index, end) of the chain, which are known and behind one mark. */
  async #placesOf(
    index: number,
    end: number,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<readonly ByteRange[]> {
    const space = this.#space
    const { clusterSize } = space
    const places: { offset: number; length: number }[] = []
    const mark = Math.floor(index / STEP)
    let cluster = this.#marks[mark] ?? NEXT.end
    let window: TableWindow | undefined
    for (let at = mark * STEP; at < end && isCluster(space, cluster); at++) {
      if (at >= index) {
        const skipped = Math.max(0, from - at * clusterSize)
        const offset = placeOfCluster(space, cluster) + skipped
        const length = Math.min(clusterSize, to - at * clusterSize) - skipped
        const last = places.at(-1)
        if (last && last.offset + last.length === offset) last.length += length
        else places.push({ offset, length })
      }
      if (at + 1 === end) break
      if (!window || cluster < window.first || cluster >= window.end) {
        const found = space.table.window(cluster)
        window = found instanceof Promise ? await found : found
      }
      cluster = window?.next(cluster) ?? NEXT.end
    }
    return places
  }

  /** One after the other: two readers of one file may be at it. */
  #extend(to: number): Promise<void> {
    const done = this.#busy.then(() => this.#follow(to))
    this.#busy = done.catch(() => {})
    return done
  }

  async #follow(to: number): Promise<void> {
    const { table } = this.#space
    let window: TableWindow | undefined
    while (!this.#isOver && this.#known < to) {
      const cluster = this.#next
      this.fault = this.#faultOf(cluster)
      if (this.fault !== undefined) break
      if (!window || cluster < window.first || cluster >= window.end) {
        const found = table.window(cluster)
        window = found instanceof Promise ? await found : found
      }
      this.#seen.add(cluster)
      if (this.#known % STEP === 0) this.#marks.push(cluster)
      this.#known++
      this.#next = window === undefined ? NEXT.end : window.next(cluster)
      if (window === undefined) this.fault = 'The table has no entry for one of its clusters.'
      this.#isOver = this.#next === NEXT.end
    }
    if (this.fault !== undefined) this.#isOver = true
  }

  #faultOf(cluster: number): string | undefined {
    if (cluster === NEXT.bad) return 'Its chain of clusters leads to one that is marked as bad.'
    if (cluster === NEXT.free)
      return 'Its chain of clusters breaks off at one that the table calls free.'
    if (!isCluster(this.#space, cluster)) return 'Its chain of clusters leads out of the volume.'
    return this.#seen.has(cluster) ? 'Its chain of clusters goes in a circle.' : undefined
  }
}
