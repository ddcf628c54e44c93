/** Writes entries into the ring, one behind the other, with numbers that go up by one (§2.3.1.1). */
import type { Guid } from '../bytes/guid.ts'
import { type EntryUpdate, encodeEntry } from '../log/encode-entry.ts'
import type { LogRegion } from '../log/log.ts'
import { advance, ringRanges } from '../log/ring.ts'
import type { WriteStep } from '../update/step.ts'

/** An entry that a journal puts into the log. */
export interface JournalEntry {
  /** Bytes from the start of the log. */
  readonly position: number
  readonly length: number
  readonly sequenceNumber: bigint
  readonly tail: number
  readonly updates: readonly EntryUpdate[]
}

/** The two sizes that an entry speaks of, both multiples of 1 MiB. */
export interface FileOffsets {
  readonly flushedFileOffset: bigint
  readonly lastFileOffset: bigint
}

export class RingWriter {
  readonly #region: LogRegion
  readonly #logGuid: Guid
  #position: number
  #sequenceNumber: bigint

  /** The first entry goes to `position` and has the number `sequenceNumber`. */
  constructor(region: LogRegion, logGuid: Guid, position: number, sequenceNumber: bigint) {
    this.#region = region
    this.#logGuid = logGuid
    this.#position = position
    this.#sequenceNumber = sequenceNumber
  }

  /** Where the next entry goes. */
  get position(): number {
    return this.#position
  }

  /** The next entry. Its checksum covers everything; it wraps where the ring does. */
  write(
    updates: readonly EntryUpdate[],
    tail: number,
    offsets: FileOffsets,
  ): { readonly entry: JournalEntry; readonly steps: readonly WriteStep[] } {
    const position = this.#position
    const sequenceNumber = this.#sequenceNumber++
    const logGuid = this.#logGuid
    const bytes = encodeEntry({ sequenceNumber, tail, logGuid, ...offsets, updates })
    this.#position = advance(this.#region, position, bytes.length)
    return {
      entry: { position, length: bytes.length, sequenceNumber, tail, updates },
      steps: this.#steps(position, bytes),
    }
  }

  #steps(position: number, bytes: Uint8Array): readonly WriteStep[] {
    let taken = 0
    return ringRanges(this.#region, position, bytes.length).map(({ offset, length }) => {
      const part = bytes.subarray(taken, taken + length)
      taken += length
      return {
        kind: 'write',
        offset,
        content: { kind: 'bytes', bytes: part },
        cause: { kind: 'log', entry: position },
      }
    })
  }
}
