/** Where entries go in the ring and what number they have, where they do not say it themselves. */
import type { Guid } from '../bytes/guid.ts'
import type { LogRegion } from '../log/log.ts'
import { advance } from '../log/ring.ts'
import type { EntryDescription } from './description.ts'

export interface EntryPlace {
  readonly position: number
  readonly sequenceNumber: bigint
  readonly tail: number
}

export class EntryPlaces {
  readonly #ring: LogRegion
  readonly #firstPositions = new Map<Guid, number>()
  #position = 0
  #sequenceNumber = 0n

  constructor(ring: LogRegion) {
    this.#ring = ring
  }

  /** Of the next entry; the defaults are those of `EntryDescription`. Before it, `gap` numbers are left out. */
  next(
    entry: Pick<EntryDescription, keyof EntryPlace>,
    logGuid: Guid,
    gap: bigint = 0n,
  ): EntryPlace {
    const { position = this.#position } = entry
    const sequenceNumber = (entry.sequenceNumber ?? this.#sequenceNumber + 1n) + gap
    const first = this.#firstPositions.get(logGuid) ?? position
    this.#firstPositions.set(logGuid, first)
    this.#sequenceNumber = sequenceNumber
    return { position, sequenceNumber, tail: entry.tail ?? first }
  }

  /** The next entry begins behind these bytes. */
  take(position: number, length: number): void {
    this.#position = advance(this.#ring, position, length)
  }
}
