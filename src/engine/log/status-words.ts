/** The entries of a log by their status, in words. */
import { formatCount, plural } from '../bytes/format.ts'
import type { EntryStatus } from './log.ts'

/** Entries may claim the same slots; one that is believed goes before one that is not. */
export const STATUSES: readonly EntryStatus[] = ['active', 'superseded', 'stale', 'invalid']

export const NO_ENTRY = 'Nothing in the log looks like an entry.'

type Counts = Readonly<Record<EntryStatus, number>>

export const entryCount = (counts: Counts): number =>
  STATUSES.reduce((sum, status) => sum + counts[status], 0)

/** "7 entries: 4 active, 3 stale", "no entries". */
export function entryCountWords(counts: Counts): string {
  const total = entryCount(counts)
  if (total === 0) return 'no entries'
  const parts = STATUSES.filter((status) => counts[status] > 0).map(
    (status) => `${formatCount(counts[status])} ${status}`,
  )
  return `${plural(total, 'entry', 'entries')}: ${parts.join(', ')}`
}
