/** The plain, clonable parts of images and log scans. */
import type { Image } from '../image/image.ts'
import type { EntryStatus, LogScan, LogSequence } from '../log/log.ts'
import type { ImageReport, LogReport, SequenceReport } from './inspection.ts'

export const imageReport = ({ regionTables, metadata, geometry, bat }: Image): ImageReport => ({
  regionTables,
  metadata,
  geometry,
  bat: bat?.region,
  census: undefined,
})

export function logReport(scan: LogScan): LogReport {
  const { region, guid, slots, active } = scan
  return {
    region,
    guid,
    slots,
    entryCounts: countStatuses(scan),
    sequences: scan.sequences.flatMap(sequenceReport),
    active: active && {
      positions: active.entries.map(({ position }) => position),
      tail: active.tail.position,
      head: active.head.position,
      firstSequenceNumber: active.tail.header.sequenceNumber,
      lastSequenceNumber: active.head.header.sequenceNumber,
    },
  }
}

function countStatuses({ entries }: LogScan): Record<EntryStatus, number> {
  const counts = { active: 0, superseded: 0, stale: 0, invalid: 0 }
  for (const { status } of entries) counts[status]++
  return counts
}

function sequenceReport({ entries, complete, active }: LogSequence): readonly SequenceReport[] {
  const [first, head] = [entries[0], entries.at(-1)]
  if (!first || !head) return []
  return [
    {
      positions: entries.map(({ position }) => position),
      firstSequenceNumber: first.header.sequenceNumber,
      headSequenceNumber: head.header.sequenceNumber,
      tail: head.header.tail,
      complete,
      active,
    },
  ]
}
