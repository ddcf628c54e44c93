/** Which log entry takes a slot of the ring. */
import type { EntryStatus, LogEntry, LogScan } from './log.ts'
import { distance } from './ring.ts'

/** Entries may claim the same slots; one that is believed goes before one that is not. */
const RANK: readonly EntryStatus[] = ['active', 'superseded', 'stale', 'invalid']

/**
 * The entry that takes the slot at `position`; of several the one that is replayed, or comes closest to
 * it, and of those the one that begins nearest: an entry is always found where it begins, since no other
 * one begins within a valid one.
 */
export function findEntry({ entries, region }: LogScan, position: number): LogEntry | undefined {
  let best: LogEntry | undefined
  let [bestRank, bestDistance] = [RANK.length, region.length]
  for (const entry of entries) {
    const [rank, from] = [RANK.indexOf(entry.status), distance(region, entry.position, position)]
    if (from >= entry.length || rank > bestRank) continue
    if (rank === bestRank && from >= bestDistance) continue
    ;[best, bestRank, bestDistance] = [entry, rank, from]
  }
  return best
}
