/** What is to be said about entries that are valid, and how loud what is wrong with the others is. */
import { fieldRange } from '../bytes/struct.ts'
import { type Finding, type FindingValues, finding } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import { STRUCTURE_ALIGNMENT } from '../format/layout.ts'
import { descriptorSectors, type LogEntryHeader, logEntryHeader } from '../format/log-entry.ts'
import type { EntryCheck } from './entry-check.ts'
import type { EntryStatus, LogRegion } from './log.ts'
import { placeOf } from './ring.ts'

const isMisaligned = (size: bigint): boolean => size % BigInt(STRUCTURE_ALIGNMENT) !== 0n

/** A finding about one field of an entry's header. */
export function aboutField(
  region: LogRegion,
  position: number,
  rule: RuleId,
  field: keyof LogEntryHeader,
  values: FindingValues,
): Finding {
  const at = fieldRange(logEntryHeader, field, placeOf(region, position))
  return finding(rule, at, { position, ...values })
}

/**
 * The findings that hang on an entry. History is not to alarm anybody: a stale entry has none, and
 * the remains of one that was overwritten, or is of another session, are only worth knowing.
 * `isCurrent` says whether the entry carries the header's LogGuid.
 */
export function entryFindings(
  region: LogRegion,
  check: EntryCheck,
  status: EntryStatus,
  isCurrent: boolean,
): Finding[] {
  if (status === 'stale') return []
  if (status !== 'invalid') return [...headerNotes(region, check), ...check.notes]
  const isHistory = check.interrupted || !isCurrent
  return isHistory
    ? check.faults.map((fault) => ({ ...fault, severity: 'info' }))
    : [...check.faults]
}

function headerNotes(region: LogRegion, { position, header }: EntryCheck): Finding[] {
  const { reserved, flushedFileOffset, lastFileOffset, descriptorCount } = header
  const notes: Finding[] = []
  const note = (rule: RuleId, field: keyof LogEntryHeader, values: FindingValues) =>
    notes.push(aboutField(region, position, rule, field, values))
  if (reserved !== 0) note('log.entry-reserved-nonzero', 'reserved', { value: reserved })
  if (isMisaligned(flushedFileOffset)) {
    const values = { value: flushedFileOffset }
    note('log.flushed-file-offset-unaligned', 'flushedFileOffset', values)
  }
  if (isMisaligned(lastFileOffset)) {
    note('log.last-file-offset-unaligned', 'lastFileOffset', { value: lastFileOffset })
  }
  // QEMU reads descriptors of the first sector only.
  if (descriptorSectors(descriptorCount) > 1) {
    note('log.many-descriptors', 'descriptorCount', { count: descriptorCount })
  }
  return notes
}

/**
 * Hangs on the head of a run that is not complete. One that is older than the active sequence is what
 * remains when a ring comes round: only worth knowing.
 */
export function incompleteRunFinding(
  region: LogRegion,
  { position, header }: EntryCheck,
  activeHead: EntryCheck | undefined,
): Finding {
  const { sequenceNumber, tail } = header
  const rule = 'log.entry-tail-outside-sequence'
  const found = aboutField(region, position, rule, 'tail', { sequenceNumber, tail })
  const isOlder = activeHead !== undefined && sequenceNumber < activeHead.header.sequenceNumber
  return isOlder ? { ...found, severity: 'info' } : found
}
