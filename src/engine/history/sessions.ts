/** The uses of a log that survive in its ring: entries by the LogGuid that they carry, §2.3.1.1. */
import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import type { LogEntry, LogScan } from '../log/log.ts'

/** All that is left of one LogGuid. At least one of the lists is not empty. */
export interface Session {
  readonly guid: Guid
  /** Whether the current header names it: the log is in its use. */
  readonly current: boolean
  /** The valid entries by sequence number; equal ones, as only a hostile log has them, by position. */
  readonly entries: readonly LogEntry[]
  /** Entries that state this LogGuid and do not verify, by position: it may not be theirs. */
  readonly unverified: readonly LogEntry[]
}

export const isValid = ({ reasons }: LogEntry): boolean => reasons.length === 0

/** In the order of the first entry of each in the ring, which says nothing about time. */
export function findSessions({ entries, guid }: Pick<LogScan, 'entries' | 'guid'>): Session[] {
  const lists = new Map<Guid, { readonly valid: LogEntry[]; readonly unverified: LogEntry[] }>()
  for (const entry of entries) {
    const { logGuid } = entry.header
    let found = lists.get(logGuid)
    if (!found) {
      found = { valid: [], unverified: [] }
      lists.set(logGuid, found)
    }
    if (isValid(entry)) found.valid.push(entry)
    else found.unverified.push(entry)
  }
  return [...lists].map(([logGuid, { valid, unverified }]) => ({
    guid: logGuid,
    current: logGuid === guid && guid !== NIL_GUID,
    entries: valid.sort(byNumber),
    unverified,
  }))
}

function byNumber(a: LogEntry, b: LogEntry): number {
  const [first, second] = [a.header.sequenceNumber, b.header.sequenceNumber]
  return first === second ? a.position - b.position : first < second ? -1 : 1
}

/** How many numbers between the first and the last entry of a session have none that verifies. */
export function missingNumbers({ entries }: Session): bigint {
  let missing = 0n
  for (const [i, entry] of entries.entries()) missing += numbersBefore(entries[i - 1], entry)
  return missing
}

/** How many numbers lie between two neighbours of a session. */
export function numbersBefore(previous: LogEntry | undefined, entry: LogEntry): bigint {
  if (!previous) return 0n
  const between = entry.header.sequenceNumber - previous.header.sequenceNumber - 1n
  return between > 0n ? between : 0n
}
