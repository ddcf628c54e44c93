/** What a replay by another program leaves behind, §2.3.3. */
import { NIL_GUID } from '../bytes/guid.ts'
import { fieldRange } from '../bytes/struct.ts'
import { type Finding, finding } from '../findings/finding.ts'
import { header } from '../format/header.ts'
import { logEntryHeader } from '../format/log-entry.ts'
import type { Headers } from '../image/headers/headers.ts'
import type { LogEntry, LogScan } from '../log/log.ts'
import { placeOf } from '../log/ring.ts'

/**
 * Of a dirty file whose replay changes nothing: that both headers name one log and have different
 * FileWriteGuids says that somebody has opened the file for writing since.
 */
export function keptLogFindings({ copies, current }: Headers): readonly Finding[] {
  const [first, second] = copies
  if (!current?.values || !first.valid || !second.valid) return []
  const { logGuid } = current.values
  const isOneLog = logGuid !== NIL_GUID && first.values?.logGuid === second.values?.logGuid
  if (!isOneLog || first.values?.fileWriteGuid === second.values?.fileWriteGuid) return []
  const at = fieldRange(header, 'logGuid', current.at.offset)
  return [finding('producer.replayed-log-kept', at, { logGuid })]
}

/**
 * Of a clean file that is `size` bytes long: that an old entry, which has been applied, speaks of more
 * bytes, and blocks lie where the file has none (`found` says so), is what QEMU leaves.
 */
export function notExtendedFindings(
  scan: LogScan,
  size: number,
  found: readonly Finding[],
): readonly Finding[] {
  const isShort = found.some(
    ({ rule }) => rule === 'bat.block-beyond-end' || rule === 'bat.block-cut',
  )
  if (!isShort) return []
  const longer = scan.entries.filter(
    ({ status, header }) => status === 'stale' && header.lastFileOffset > BigInt(size),
  )
  const newest = longer.reduce<LogEntry | undefined>(newer, undefined)
  if (newest === undefined) return []
  const { position, header: fields } = newest
  const at = fieldRange(logEntryHeader, 'lastFileOffset', placeOf(scan.region, position))
  const values = { size, position, last: fields.lastFileOffset }
  return [finding('producer.qemu-file-not-extended', at, values)]
}

const newer = (a: LogEntry | undefined, b: LogEntry): LogEntry =>
  a !== undefined && a.header.sequenceNumber > b.header.sequenceNumber ? a : b
