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

  /** The first owned slot of [slot, end), and the slot behind its owner, which is not behind `slots`. */
  from(
    slot: number,
    end: number,
  ): { readonly entry: LogEntry; readonly behind: number } | undefined {
    const first = slot < end ? (this.#next[slot] ?? end) : end
    const entry = first < end ? this.at(first) : undefined
    if (!entry) return undefined
    const start = entry.position / LOG_SECTOR_SIZE
    const behind = start + entry.length / LOG_SECTOR_SIZE
    // What has gone on at the start of the ring lies before where it began.
    return { entry, behind: start > first ? behind - this.slots : Math.min(behind, this.slots) }
  }
}
