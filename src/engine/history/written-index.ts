/** What the sessions of a log wrote, by place: which writes of a sector follow each other. */
import { lowerBound } from '../bytes/bisect.ts'
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { LogEntry } from '../log/log.ts'
import type { LogHistory } from './history.ts'
import type { Certainty } from './order.ts'
import { WritesByPlace } from './writes-by-place.ts'
import { type AllWritten, isLongRun, type Written } from './written.ts'
import { WrittenRanges } from './written-ranges.ts'

export interface WrittenPlace extends ByteRange {
  readonly writes: number
  readonly sessions: number
}

/** Writes of an entry: places in `AllWritten.writes`. */
export interface WriteSpan {
  readonly first: number
  readonly end: number
}

/** Places that were written, to be looked at one by one. */
export interface PlaceList {
  readonly total: number
  /** `index` is below `total`. */
  readonly at: (index: number) => WrittenPlace
}

const NO_WRITES: WriteSpan = { first: 0, end: 0 }

export class WrittenIndex {
  readonly all: AllWritten
  readonly #history: LogHistory
  readonly #byPlace: WritesByPlace
  readonly #written: WrittenRanges
  readonly #longRuns: WrittenRanges
  readonly #ofEntry = new Map<LogEntry, WriteSpan>()
  /** The first write of each session, and behind the last one how many there are. */
  readonly #firstOf: Uint32Array
  /** How many links of the order before a session are not proven, and how many not even likely. */
  readonly #doubts: Int32Array
  readonly #gaps: Int32Array

  private constructor(history: LogHistory, all: AllWritten, byPlace: WritesByPlace) {
    this.#history = history
    this.all = all
    this.#byPlace = byPlace
    const { writes } = all
    const { sessions } = history
    this.#written = new WrittenRanges(writes, () => true)
    this.#longRuns = new WrittenRanges(writes, isLongRun)
    this.#firstOf = new Uint32Array(sessions.length + 1)
    for (let first = 0, end = 1; first < writes.length; end++) {
      const entry = writes[first]?.entry
      if (!entry || writes[end]?.entry === entry) continue
      this.#ofEntry.set(entry, { first, end })
      first = end
    }
    for (const { session } of writes) {
      this.#firstOf[session + 1] = (this.#firstOf[session + 1] ?? 0) + 1
    }
    for (const session of sessions.keys()) {
      this.#firstOf[session + 1] = (this.#firstOf[session + 1] ?? 0) + (this.#firstOf[session] ?? 0)
    }
    this.#doubts = new Int32Array(sessions.length)
    this.#gaps = new Int32Array(sessions.length)
    for (const [index, { link }] of sessions.entries()) {
      const { certainty = 'proven' } = link ?? {}
      this.#doubts[index] = (this.#doubts[index - 1] ?? 0) + (certainty === 'proven' ? 0 : 1)
      this.#gaps[index] = (this.#gaps[index - 1] ?? 0) + (certainty === 'unknown' ? 1 : 0)
    }
  }

  static async of(history: LogHistory, all: AllWritten, run?: Run): Promise<WrittenIndex> {
    return new WrittenIndex(history, all, await WritesByPlace.group(all.writes, run))
  }

  /** What an entry wrote. */
  ofEntry(entry: LogEntry): WriteSpan {
    return this.#ofEntry.get(entry) ?? NO_WRITES
  }

  /** Every sector that was written, and every long zero run, by offset; of one session if it is given. */
  places(session?: number): PlaceList {
    if (session === undefined) {
      const { count } = this.#byPlace
      return { total: count, at: (index) => this.#placeOf(index, 0, this.all.writes.length) }
    }
    const [first = 0, end = 0] = [this.#firstOf[session], this.#firstOf[session + 1]]
    const { count } = this.#byPlace
    const places = Uint32Array.from({ length: count }, (_, place) => place).filter((place) => {
      const list = this.#byPlace.writesOf(place)
      return (list[lowerBound(list, first)] ?? end) < end
    })
    return { total: places.length, at: (index) => this.#placeOf(places[index] ?? 0, first, end) }
  }

  /** As far as the writes [first, end) go. */
  #placeOf(place: number, first: number, end: number): WrittenPlace {
    const list = this.#byPlace.writesOf(place)
    const [from, to] = [lowerBound(list, first), lowerBound(list, end)]
    let sessions = 0
    for (let at = from; at < to; sessions++) {
      const session = this.all.writes[list[at] ?? 0]?.session ?? 0
      at = lowerBound(list, this.#firstOf[session + 1] ?? end, at + 1, to)
    }
    return { ...this.#byPlace.rangeOf(place), writes: to - from, sessions }
  }

  /** All writes that touch a place, earliest first, by their places in the list of all. */
  writesTo(place: ByteRange): Uint32Array {
    if (!isSector(place)) return this.#written.touching(place)
    const found = this.#byPlace.find(place)
    const runs = this.#longRuns.touching(place)
    return found === undefined ? runs : merged(this.#byPlace.writesOf(found), runs)
  }

  /** What touched a sector before a write that wrote it, as far as the log knows. */
  before(index: number, offset: number): Written | undefined {
    const write = this.all.writes[index]
    const before = write && this.#byPlace.before(index, write, offset)
    return before === undefined ? undefined : this.all.writes[before]
  }

  /** How sure it is that one write came before another that follows it in the list. */
  certainty(earlier: Written, later: Written): Certainty {
    const { sessions, proof } = this.#history
    const [from, to] = [earlier.session, later.session]
    if (from === to) {
      const [a, b] = [earlier.entry, later.entry]
      return a === b || a.header.sequenceNumber < b.header.sequenceNumber ? 'proven' : 'unknown'
    }
    if (sessions[to]?.current || proof(from, to)) return 'proven'
    if ((this.#gaps[to] ?? 0) > (this.#gaps[from] ?? 0)) return 'unknown'
    return (this.#doubts[to] ?? 0) > (this.#doubts[from] ?? 0) ? 'likely' : 'proven'
  }
}

/** Two ascending lists as one. */
function merged(a: Uint32Array, b: Uint32Array): Uint32Array {
  if (b.length === 0) return a
  const both = new Uint32Array(a.length + b.length)
  for (let [i, j] = [0, 0]; i + j < both.length; ) {
    const [one = Infinity, other = Infinity] = [a[i], b[j]]
    both[i + j] = Math.min(one, other)
    if (one < other) i++
    else j++
  }
  return both
}

/** Whether a place is a sector, whose contents can be compared. */
export const isSector = ({ length }: ByteRange): boolean => length === LOG_SECTOR_SIZE

/** The sectors that a write covers, but none of a long run of zeros. */
export function* sectorsOf(write: Written): Generator<number, void, undefined> {
  if (isLongRun(write)) return
  for (let at = write.offset; at < endOf(write); at += LOG_SECTOR_SIZE) yield at
}
