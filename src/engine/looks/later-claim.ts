/** Which of two entries of the BAT was given its place later, by what the log still holds of the table. */
import type { Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf, firstEndingAfter } from '../bytes/ranges.ts'
import { batEntryRange } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE } from '../format/layout.ts'
import { orderSessions, type SessionOrder } from '../history/order.ts'
import { findSessions } from '../history/sessions.ts'
import { readWritten, type Written, writtenSector } from '../history/written.ts'
import type { Table } from '../image/bat/bat-window.ts'
import type { LogEntry, LogScan } from '../log/log.ts'

/** So many writes of a sector are looked at, the latest first. */
const MAX_WRITES = 64

/** Since when an entry is what it is. */
interface Known {
  /** The earliest write from which on it is so in all. */
  readonly held: Written
  /** The last one before, in which it was another; `undefined` where the log has none. */
  readonly lacked: Written | undefined
}

export interface LaterClaim {
  /** Of the BAT. */
  readonly index: number
  /** That which gave it the place. */
  readonly by: LogEntry
}

/** Whole entries of the log by time, and what of them touched the sectors of some entries of the BAT. */
export class ClaimTimes {
  readonly #order: SessionOrder
  /** In the order of time. */
  readonly #places: ReadonlyMap<Written, number>
  readonly #known: ReadonlyMap<number, Known>

  private constructor(
    order: SessionOrder,
    places: ReadonlyMap<Written, number>,
    known: ReadonlyMap<number, Known>,
  ) {
    this.#order = order
    this.#places = places
    this.#known = known
  }

  /** About the entries with these `indices`. Reads the log’s descriptors, and 64 of its sectors for each. */
  static async of(
    table: Table,
    scan: LogScan,
    indices: readonly number[],
    run?: Run,
  ): Promise<ClaimTimes> {
    const { source, bat } = table
    const order = orderSessions(scan.region, findSessions(scan))
    const { writes, complete } = await readWritten(
      source,
      { ...order, region: scan.region, orphans: [] },
      run,
    )
    const sectorOf = (index: number): number => {
      const { offset } = batEntryRange(bat, index)
      return offset - (offset % LOG_SECTOR_SIZE)
    }
    const touching = writesOf(writes, [...new Set(indices.map(sectorOf))])
    const known = new Map<number, Known>()
    // Of more writes than are looked at the last ones are not there, and only these say what is so since.
    for (const index of complete ? new Set(indices) : []) {
      const { offset } = batEntryRange(bat, index)
      const sector = sectorOf(index)
      const now = valueIn(await source.read(offset, BAT_ENTRY_SIZE), 0)
      const read = async (write: Written) =>
        valueIn(await writtenSector(source, write), offset - sector)
      const found = await knownOf(touching.get(sector) ?? [], now, read, run)
      if (found) known.set(index, found)
    }
    return new ClaimTimes(order, new Map(writes.map((write, place) => [write, place])), known)
  }

  /** `undefined` where the log does not tell. */
  laterOf(a: number, b: number): LaterClaim | undefined {
    const [one, other] = [this.#known.get(a), this.#known.get(b)]
    if (!one || !other) return undefined
    if (this.#isBehind(one, other)) return { index: a, by: one.held.entry }
    return this.#isBehind(other, one) ? { index: b, by: other.held.entry } : undefined
  }

  /** Whether the one was still another when the other one was what it is. */
  #isBehind({ lacked, held: given }: Known, { held }: Known): boolean {
    if (!lacked || !this.#isOrdered(lacked, given)) return false
    if (lacked.entry === held.entry) return true
    const isAfter = (this.#places.get(held) ?? 0) < (this.#places.get(lacked) ?? 0)
    return isAfter && this.#isOrdered(held, lacked)
  }

  #isOrdered(earlier: Written, later: Written): boolean {
    const { sessions, proof } = this.#order
    const [from, to] = [earlier.session, later.session]
    if (from === to) {
      const [a, b] = [earlier.entry.header, later.entry.header]
      return a.sequenceNumber < b.sequenceNumber
    }
    if (sessions[to]?.current || proof(from, to)) return true
    return sessions.slice(from + 1, to + 1).every(({ link }) => link?.certainty !== 'unknown')
  }
}

const valueIn = (bytes: Uint8Array, at: number): bigint =>
  new DataView(bytes.buffer, bytes.byteOffset + at, BAT_ENTRY_SIZE).getBigUint64(0, true)

/** The writes that touched each of `sectors`, in the order of time. */
function writesOf(
  writes: readonly Written[],
  sectors: readonly number[],
): ReadonlyMap<number, readonly Written[]> {
  const ranges = sectors
    .map((offset) => ({ offset, length: LOG_SECTOR_SIZE }))
    .sort((a, b) => a.offset - b.offset)
  const found = new Map<number, Written[]>(sectors.map((offset) => [offset, []]))
  for (const write of writes) {
    // A sector of the log is one of the file; anything else is no good write.
    if (write.offset % LOG_SECTOR_SIZE > 0) continue
    for (let i = firstEndingAfter(ranges, write.offset); i < ranges.length; i++) {
      const { offset = Number.POSITIVE_INFINITY } = ranges[i] ?? {}
      if (offset >= endOf(write)) break
      found.get(offset)?.push(write)
    }
  }
  return found
}

/** `undefined` where the last write left something else, or there is none. */
async function knownOf(
  writes: readonly Written[],
  now: bigint,
  read: (write: Written) => Promise<bigint>,
  run?: Run,
): Promise<Known | undefined> {
  let held: Written | undefined
  for (const write of writes.slice(-MAX_WRITES).reverse()) {
    await takeTurn(run)
    if ((await read(write)) !== now) return held && { held, lacked: write }
    held = write
  }
  return held && { held, lacked: undefined }
}
