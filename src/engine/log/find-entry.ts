/** Which log entry takes a slot of the ring. */
import type { EntryStatus, LogEntry, LogScan } from './log.ts'
import { distance } from './ring.ts'

/** Entries may claim the same slots; one that is believed goes before one that is not. */
const RANK: readonly EntryStatus[] = ['active', 'superseded', 'stale', 'invalid']

/** The entry that takes the slot at `position`; of several the one that is replayed, or comes closest to it. */
export function findEntry({ entries, region }: LogScan, position: number): LogEntry | undefined {
  let best: LogEntry | undefined
  for (const entry of entries) {
    if (distance(region, entry.position, position) >= entry.length) continue
    if (!best || RANK.indexOf(entry.status) < RANK.indexOf(best.status)) best = entry
  }
  return best
}
