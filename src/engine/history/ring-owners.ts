/** Which valid entry lies in which slot of the ring; valid entries never overlap. */
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { LogEntry, LogRegion } from '../log/log.ts'

const NOBODY = -1

export class RingOwners {
  readonly slots: number
  readonly #entries: readonly LogEntry[]
  readonly #owners: Int32Array
  /** For each slot the first one from there on that has an owner; `slots` where there is none. */
  readonly #next: Int32Array

  constructor({ length }: LogRegion, entries: readonly LogEntry[]) {
    this.slots = length / LOG_SECTOR_SIZE
    this.#entries = entries
    this.#owners = new Int32Array(this.slots).fill(NOBODY)
    for (const [index, { position, length: taken }] of entries.entries()) {
      const first = position / LOG_SECTOR_SIZE
      const end = first + taken / LOG_SECTOR_SIZE
      this.#owners.fill(index, first, Math.min(end, this.slots))
      if (end > this.slots) this.#owners.fill(index, 0, end - this.slots)
    }
    this.#next = new Int32Array(this.slots)
    let next = this.slots
    for (let slot = this.slots - 1; slot >= 0; slot--) {
      if (this.#owners[slot] !== NOBODY) next = slot
      this.#next[slot] = next
    }
  }

  /** The entry that lies in a slot. */
  at(slot: number): LogEntry | undefined {
    return this.#entries[this.#owners[slot] ?? NOBODY]
  }

  /** The entry in the first owned slot of [slot, end). */
  from(slot: number, end: number): LogEntry | undefined {
    const first = slot < end ? (this.#next[slot] ?? end) : end
    return first < end ? this.at(first) : undefined
  }
}
