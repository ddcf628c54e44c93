/** Log entries by page, filtered and sorted. */
import { clipWindow, type Page } from '../../engine/inspect/page.ts'
import type { LogEntry } from '../../engine/log/log.ts'
import type { EntryQuery } from '../protocol/log.ts'

const COMPARE: Record<
  NonNullable<EntryQuery['sort']>,
  (a: LogEntry, b: LogEntry) => number | bigint
> = {
  position: (a, b) => a.position - b.position,
  'sequence-number': (a, b) => a.header.sequenceNumber - b.header.sequenceNumber,
  descriptors: (a, b) => a.header.descriptorCount - b.header.descriptorCount,
}

/** `entries` are in order of position, which also decides between equal ones. */
export function entryPage(
  entries: readonly LogEntry[],
  { statuses, sort = 'position', descending = false, ...window }: EntryQuery,
): Page<LogEntry> {
  const compare = COMPARE[sort]
  const sign = descending ? -1 : 1
  const matching = entries
    .filter(({ status }) => !statuses || statuses.includes(status))
    .sort((a, b) => sign * Math.sign(Number(compare(a, b))))
  const { start, count } = clipWindow(window, matching.length)
  return { rows: matching.slice(start, start + count), total: matching.length }
}
