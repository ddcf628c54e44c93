/** Which log entry takes a slot of the ring. */

import type { LogEntry, LogScan } from './log.ts'
import { distance } from './ring.ts'
import { STATUSES } from './status-words.ts'

/**
 * The entry that takes the slot at `position`; of several the one that is replayed, or comes closest to
 * it, and of those the one that begins nearest: an entry is always found where it begins, since no other
 * one begins within a valid one.
 */
export function findEntry({ entries, region }: LogScan, position: number): LogEntry | undefined {
  let best: LogEntry | undefined
  let [bestRank, bestDistance] = [STATUSES.length, region.length]
  for (const entry of entries) {
    const [rank, from] = [
      STATUSES.indexOf(entry.status),
      distance(region, entry.position, position),
    ]
    if (from >= entry.length || rank > bestRank) continue
    if (rank === bestRank && from >= bestDistance) continue
    ;[best, bestRank, bestDistance] = [entry, rank, from]
  }
  return best
}
