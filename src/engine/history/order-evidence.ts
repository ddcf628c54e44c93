/**
 * What the numbers of a log say about the order of its sessions. It rests on §2.3.2: while a log is in
 * use under one LogGuid nobody writes under another, and when an entry is written, all of the ring
 * from its Tail to itself holds entries of its own sequence.
 */
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { LogEntry, LogRegion } from '../log/log.ts'
import { advance, distance } from '../log/ring.ts'
import { RingOwners } from './ring-owners.ts'
import type { Session } from './sessions.ts'

/**
 * overwritten: an entry of the later session lies where the sequence of an entry of the earlier one
 * lay when it was written. This proves the order.
 * continues: the later session begins where the earlier one ends, with the next number, as QEMU writes.
 * interrupted: an entry of the later session lies where one of the earlier, that does not verify, says
 * to lie; written over, unless that one was torn while it was written. Both make the order likely.
 */
export type EvidenceKind = 'overwritten' | 'continues' | 'interrupted'

/** One session is earlier than another. Sessions are places in the list that was given. */
export interface Evidence {
  readonly kind: EvidenceKind
  readonly earlier: number
  readonly later: number
  /** Of either session, the entries that say so. */
  readonly earlierEntry: LogEntry
  readonly laterEntry: LogEntry
}

/** Slots [from, to) of the ring, which do not wrap, and the entry that they are there for. */
export interface EntrySlots {
  readonly from: number
  readonly to: number
  readonly entry: LogEntry
}

/**
 * Which sessions are proven to be earlier than which. There may be as many proofs as the square of the
 * sessions, so that they are not listed: a proof is looked for where somebody asks.
 */
export class Proofs {
  readonly slots: number
  /** Of each session, where its sequences lay, and where its entries lie: disjoint, in order. */
  readonly #covered: readonly (readonly EntrySlots[])[]
  readonly #taken: readonly (readonly EntrySlots[])[]

  constructor(region: LogRegion, sessions: readonly Session[]) {
    this.slots = region.length / LOG_SECTOR_SIZE
    this.#covered = sessions.map(({ entries }) => disjoint(sequencePlaces(region, entries)))
    this.#taken = sessions.map(({ entries }) => inOrder(entries.flatMap((e) => this.#slotsOf(e))))
  }

  /** Where the sequences lay of which the entries of a session were the heads. */
  coveredBy(session: number): readonly EntrySlots[] {
    return this.#covered[session] ?? []
  }

  /** Where the entries of a session lie. */
  takenBy(session: number): readonly EntrySlots[] {
    return this.#taken[session] ?? []
  }

  /** What proves one session to be earlier than another: at the first place in the ring that does. */
  between(earlier: number, later: number): Evidence | undefined {
    const [covered, taken] = [this.coveredBy(earlier), this.takenBy(later)]
    for (let [i, j] = [0, 0]; i < covered.length; ) {
      const [then, now] = [covered[i], taken[j]]
      if (!then || !now) return undefined
      if (Math.max(then.from, now.from) < Math.min(then.to, now.to)) {
        const [earlierEntry, laterEntry] = [then.entry, now.entry]
        return { kind: 'overwritten', earlier, later, earlierEntry, laterEntry }
      }
      if (then.to <= now.from) i++
      else j++
    }
    return undefined
  }

  #slotsOf(entry: LogEntry): EntrySlots[] {
    const from = entry.position / LOG_SECTOR_SIZE
    return aroundEnd(from, from + entry.length / LOG_SECTOR_SIZE, this.slots, entry)
  }
}

/** As one piece, or as two where it goes on at the start of the ring. */
function aroundEnd(from: number, to: number, slots: number, entry: LogEntry): EntrySlots[] {
  const whole = { from, to: Math.min(to, slots), entry }
  return to > slots ? [whole, { from: 0, to: to - slots, entry }] : [whole]
}

const inOrder = (places: readonly EntrySlots[]): EntrySlots[] =>
  places.toSorted((a, b) => a.from - b.from)

/** Where the sequences lay of which these entries were the head, in order of their slots. */
function sequencePlaces(region: LogRegion, entries: readonly LogEntry[]): EntrySlots[] {
  const slots = region.length / LOG_SECTOR_SIZE
  return inOrder(
    entries.flatMap((entry) => {
      const { position, length, header } = entry
      const from = header.tail / LOG_SECTOR_SIZE
      const taken = (distance(region, header.tail, position) + length) / LOG_SECTOR_SIZE
      return aroundEnd(from, from + Math.min(taken, slots), slots, entry)
    }),
  )
}

/** Each slot for the first that has it. */
function disjoint(places: readonly EntrySlots[]): EntrySlots[] {
  let covered = 0
  return places.flatMap(({ from: start, to, entry }) => {
    const from = Math.max(start, covered)
    covered = Math.max(covered, to)
    return from < to ? [{ from, to, entry }] : []
  })
}

/** What makes an order likely. */
export function findHints(region: LogRegion, sessions: readonly Session[]): readonly Evidence[] {
  return [...continuations(region, sessions), ...interruptions(region, sessions)]
}

function* continuations(
  region: LogRegion,
  sessions: readonly Session[],
): Generator<Evidence, void, undefined> {
  const endingAt = new Map<number, number>()
  for (const [index, { entries }] of sessions.entries()) {
    const last = entries.at(-1)
    if (last) endingAt.set(advance(region, last.position, last.length), index)
  }
  for (const [later, { entries }] of sessions.entries()) {
    const laterEntry = entries[0]
    const earlier = laterEntry && endingAt.get(laterEntry.position)
    const earlierEntry = earlier === undefined ? undefined : sessions[earlier]?.entries.at(-1)
    if (earlier === undefined || !laterEntry || !earlierEntry || earlier === later) continue
    if (laterEntry.header.sequenceNumber !== earlierEntry.header.sequenceNumber + 1n) continue
    yield { kind: 'continues', earlier, later, earlierEntry, laterEntry }
  }
}

function* interruptions(
  region: LogRegion,
  sessions: readonly Session[],
): Generator<Evidence, void, undefined> {
  const sessionOf = new Map(
    sessions.flatMap(({ entries }, index) => entries.map((entry) => [entry, index])),
  )
  const owners = new RingOwners(region, [...sessionOf.keys()])
  for (const [earlier, { unverified }] of sessions.entries()) {
    for (const entry of unverified) {
      const start = entry.position / LOG_SECTOR_SIZE
      const end = start + entry.length / LOG_SECTOR_SIZE
      const around = end - owners.slots
      const laterEntry =
        owners.from(start + 1, Math.min(end, owners.slots)) ??
        (around > 0 ? owners.from(0, Math.min(around, start)) : undefined)
      const later = laterEntry && sessionOf.get(laterEntry)
      if (!laterEntry || later === undefined || later === earlier) continue
      yield { kind: 'interrupted', earlier, later, earlierEntry: entry, laterEntry }
    }
  }
}
