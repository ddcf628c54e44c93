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

export interface FoundEvidence {
  readonly proofs: readonly Evidence[]
  readonly hints: readonly Evidence[]
  /** Whether everything was looked at. */
  readonly complete: boolean
}

/**
 * The most looks at who lies in the way of whom: one for each entry that the largest log has room for.
 * Only a hostile log, whose tails lie, needs more.
 */
const MAX_LOOKS = 2 ** 18

export function findEvidence(region: LogRegion, sessions: readonly Session[]): FoundEvidence {
  const sessionOf = new Map<LogEntry, number>()
  for (const [index, { entries }] of sessions.entries()) {
    for (const entry of entries) sessionOf.set(entry, index)
  }
  const owners = new RingOwners(region, [...sessionOf.keys()])
  const proofs = new Map<number, Evidence>()
  let looks = MAX_LOOKS
  for (const [earlier, { entries }] of sessions.entries()) {
    // Each slot is looked at for one entry of the session only.
    let covered = 0
    for (const { from, to, entry } of sequencePlaces(region, entries)) {
      let slot = Math.max(from, covered)
      covered = Math.max(covered, to)
      while (looks > 0) {
        const found = owners.from(slot, to)
        if (!found) break
        looks--
        slot = found.behind
        const later = sessionOf.get(found.entry) ?? earlier
        const key = earlier * sessions.length + later
        if (later === earlier || proofs.has(key)) continue
        const [earlierEntry, laterEntry] = [entry, found.entry]
        proofs.set(key, { kind: 'overwritten', earlier, later, earlierEntry, laterEntry })
      }
    }
  }
  const hints = [...continuations(region, sessions), ...interruptions(sessions, owners, sessionOf)]
  return { proofs: [...proofs.values()], hints, complete: looks > 0 }
}

interface SequencePlace {
  /** Slots [from, to). */
  readonly from: number
  readonly to: number
  readonly entry: LogEntry
}

/** Where the sequences lay of which these entries were the head, in order of their slots. */
function sequencePlaces(region: LogRegion, entries: readonly LogEntry[]): SequencePlace[] {
  const slots = region.length / LOG_SECTOR_SIZE
  const places: SequencePlace[] = []
  for (const entry of entries) {
    const { position, length, header } = entry
    const from = header.tail / LOG_SECTOR_SIZE
    const taken = (distance(region, header.tail, position) + length) / LOG_SECTOR_SIZE
    const to = from + Math.min(taken, slots)
    places.push({ from, to: Math.min(to, slots), entry })
    if (to > slots) places.push({ from: 0, to: to - slots, entry })
  }
  return places.sort((a, b) => a.from - b.from)
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
  sessions: readonly Session[],
  owners: RingOwners,
  sessionOf: ReadonlyMap<LogEntry, number>,
): Generator<Evidence, void, undefined> {
  for (const [earlier, { unverified }] of sessions.entries()) {
    for (const entry of unverified) {
      const start = entry.position / LOG_SECTOR_SIZE
      const end = start + entry.length / LOG_SECTOR_SIZE
      const around = end - owners.slots
      const laterEntry =
        owners.from(start + 1, Math.min(end, owners.slots))?.entry ??
        (around > 0 ? owners.from(0, Math.min(around, start))?.entry : undefined)
      const later = laterEntry && sessionOf.get(laterEntry)
      if (!laterEntry || later === undefined || later === earlier) continue
      yield { kind: 'interrupted', earlier, later, earlierEntry: entry, laterEntry }
    }
  }
}
