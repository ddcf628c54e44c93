/** What the sessions of a log wrote, by place: which writes of a sector follow each other. */
import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { endOf, overlaps } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { LogHistory } from './history.ts'
import type { Certainty } from './order.ts'
import { type AllWritten, type Written, writtenSector } from './written.ts'

/** Zero runs of more sectors are no content of single sectors, but places of their own. */
const MAX_RUN = 4 * LOG_SECTOR_SIZE

export interface WrittenPlace extends ByteRange {
  readonly writes: number
  readonly sessions: number
}

export class WrittenIndex {
  readonly all: AllWritten
  readonly #history: LogHistory
  /** Places in `all.writes`, in order, by the sector that they write. */
  readonly #bySector = new Map<number, number[]>()
  readonly #longRuns: number[] = []
  readonly #proven: ReadonlySet<number>
  /** How many links of the order before a session are not proven, and how many not even likely. */
  readonly #doubts: Int32Array
  readonly #gaps: Int32Array

  constructor(history: LogHistory, all: AllWritten) {
    this.#history = history
    this.all = all
    for (const [index, { offset, length, sector }] of all.writes.entries()) {
      if (!sector && length > MAX_RUN) this.#longRuns.push(index)
      else {
        for (let at = offset; at < offset + length; at += LOG_SECTOR_SIZE) this.#add(at, index)
      }
    }
    const { sessions, evidence } = history
    this.#proven = new Set(
      evidence
        .filter(({ kind }) => kind === 'overwritten')
        .map(({ earlier, later }) => earlier * sessions.length + later),
    )
    this.#doubts = new Int32Array(sessions.length)
    this.#gaps = new Int32Array(sessions.length)
    for (const [index, { link }] of sessions.entries()) {
      const { certainty = 'proven' } = link ?? {}
      this.#doubts[index] = (this.#doubts[index - 1] ?? 0) + (certainty === 'proven' ? 0 : 1)
      this.#gaps[index] = (this.#gaps[index - 1] ?? 0) + (certainty === 'unknown' ? 1 : 0)
    }
  }

  #add(sector: number, index: number): void {
    const list = this.#bySector.get(sector)
    if (list) list.push(index)
    else this.#bySector.set(sector, [index])
  }

  /** Every sector that was written, and every long zero run, by offset; of one session if it is given. */
  places(session?: number): readonly WrittenPlace[] {
    const places: WrittenPlace[] = []
    const add = (range: ByteRange, indices: readonly number[]): void => {
      const of = indices.map((index) => this.all.writes[index]?.session)
      const counted = session === undefined ? of : of.filter((each) => each === session)
      if (counted.length === 0) return
      places.push({ ...range, writes: counted.length, sessions: new Set(counted).size })
    }
    for (const [offset, indices] of this.#bySector) {
      add({ offset, length: LOG_SECTOR_SIZE }, indices)
    }
    const runs = new Map<string, number[]>()
    for (const index of this.#longRuns) {
      const { offset, length } = this.all.writes[index] ?? { offset: 0, length: 0 }
      const key = `${offset}+${length}`
      const indices = runs.get(key)
      if (indices) indices.push(index)
      else runs.set(key, [index])
    }
    for (const indices of runs.values()) {
      const { offset, length } = this.all.writes[indices[0] ?? 0] ?? { offset: 0, length: 0 }
      add({ offset, length }, indices)
    }
    return places.sort((a, b) => a.offset - b.offset || a.length - b.length)
  }

  /** All writes that touch a place, earliest first. */
  writesTo(place: ByteRange): readonly Written[] {
    const { writes } = this.all
    if (!isSector(place)) return writes.filter((write) => overlaps(write, place))
    const runs = this.#longRuns.filter((index) => overlaps(writes[index] ?? place, place))
    const own = this.#bySector.get(place.offset) ?? []
    const indices = runs.length === 0 ? own : [...own, ...runs].sort((a, b) => a - b)
    return indices.flatMap((index) => writes[index] ?? [])
  }

  /** What the sector at `offset` held before a write, as far as an earlier entry says so. */
  async contentBefore(
    source: ByteSource,
    offset: number,
    write: Written,
  ): Promise<Uint8Array | undefined> {
    const writes = this.writesTo({ offset, length: LOG_SECTOR_SIZE })
    const before = writes[writes.indexOf(write) - 1]
    return before && writtenSector(source, before)
  }

  /** How sure it is that one write came before another that follows it in the list. */
  certainty(earlier: Written, later: Written): Certainty {
    const { sessions } = this.#history
    const [from, to] = [earlier.session, later.session]
    if (from === to) {
      const [a, b] = [earlier.entry, later.entry]
      return a === b || a.header.sequenceNumber < b.header.sequenceNumber ? 'proven' : 'unknown'
    }
    if (sessions[to]?.current || this.#proven.has(from * sessions.length + to)) return 'proven'
    if ((this.#gaps[to] ?? 0) > (this.#gaps[from] ?? 0)) return 'unknown'
    return (this.#doubts[to] ?? 0) > (this.#doubts[from] ?? 0) ? 'likely' : 'proven'
  }
}

/** Whether a place is a sector, whose contents can be compared. */
export const isSector = ({ length }: ByteRange): boolean => length === LOG_SECTOR_SIZE

/** The sectors that a write covers, but none of a long run of zeros. */
export function* sectorsOf(write: Written): Generator<number, void, undefined> {
  if (!write.sector && write.length > MAX_RUN) return
  for (let at = write.offset; at < endOf(write); at += LOG_SECTOR_SIZE) yield at
}
