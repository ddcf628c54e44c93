/** The sessions of a log's history as rows: what is left of each, where, and how its place in time is known. */
import type { Guid } from '../bytes/guid.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { EntryStatus, LogEntry, LogRegion } from '../log/log.ts'
import { findRuns } from '../log/runs.ts'
import type { LogHistory } from './history.ts'
import { linkWords } from './link-words.ts'
import type { Certainty, OrderedSession } from './order.ts'
import { missingNumbers } from './sessions.ts'

/** Slots [from, to) of the ring. */
export interface RingSegment {
  readonly from: number
  readonly to: number
  readonly kind: EntryStatus
}

export interface SessionRow {
  /** Its place in the order, from 0. */
  readonly index: number
  readonly guid: Guid
  readonly current: boolean
  /** How many valid entries there are. */
  readonly entries: number
  /** How many that state its LogGuid and do not verify. */
  readonly unverified: number
  /** Of its valid entries; `undefined` where there is none. */
  readonly numbers: { readonly first: bigint; readonly last: bigint } | undefined
  /** How many numbers between these have no valid entry. */
  readonly missing: bigint
  /** Whether the entry at the Tail of its newest one is still there, and all between. */
  readonly complete: boolean
  /** Of its newest entry, or of what does not verify. */
  readonly position: number
  /** How it is known to be later than the row before; `undefined` of the first. */
  readonly certainty: Certainty | undefined
  readonly why: string | undefined
  /** Whether the proofs contradict each other about it. */
  readonly contradicted: boolean
  readonly segments: readonly RingSegment[]
}

/** More pieces of the ring than this are drawn joined. */
const MAX_SEGMENTS = 256

export function sessionRow(
  { sessions, region }: LogHistory,
  index: number,
): SessionRow | undefined {
  const session = sessions[index]
  if (!session) return undefined
  const { guid, current, entries, unverified, link, contradicted } = session
  const [first, last] = [entries[0], entries.at(-1)]
  return {
    index,
    guid,
    current,
    entries: entries.length,
    unverified: unverified.length,
    numbers: first &&
      last && { first: first.header.sequenceNumber, last: last.header.sequenceNumber },
    missing: missingNumbers(session),
    complete: isComplete(region, session),
    position: (last ?? unverified.at(-1))?.position ?? 0,
    certainty: link?.certainty,
    why: link && linkWords(link),
    contradicted,
    segments: segmentsOf(region, session),
  }
}

function isComplete(region: LogRegion, { entries }: OrderedSession): boolean {
  const newest = entries.at(-1)
  const placed = entries.toSorted((a, b) => a.position - b.position)
  return findRuns(region, placed).some(({ head, tail }) => head === newest && tail !== undefined)
}

/** Where its entries lie, neighbours of one kind as one piece, by place in the ring. */
function segmentsOf(region: LogRegion, { entries, unverified }: OrderedSession): RingSegment[] {
  const slots = region.length / LOG_SECTOR_SIZE
  const pieces = [...entries, ...unverified].flatMap((entry) => piecesOf(entry, slots))
  pieces.sort((a, b) => a.from - b.from)
  const joined = join(pieces, 0)
  return joined.length > MAX_SEGMENTS ? join(joined, Math.ceil(slots / MAX_SEGMENTS)) : joined
}

function piecesOf({ position, length, status }: LogEntry, slots: number): RingSegment[] {
  const from = position / LOG_SECTOR_SIZE
  const to = from + length / LOG_SECTOR_SIZE
  if (to <= slots) return [{ from, to, kind: status }]
  return [
    { from, to: slots, kind: status },
    { from: 0, to: to - slots, kind: status },
  ]
}

/** Joins pieces with at most `gap` slots between them; where a gap is allowed, of any kind. */
function join(pieces: readonly RingSegment[], gap: number): RingSegment[] {
  const joined: RingSegment[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (last && piece.from - last.to <= gap && (gap > 0 || last.kind === piece.kind)) {
      joined[joined.length - 1] = { ...last, to: Math.max(last.to, piece.to) }
    } else joined.push(piece)
  }
  return joined
}
