/** What is to be said about entries that are valid, and how loud what is wrong with the others is. */
import { fieldRange } from '../bytes/struct.ts'
import { type Finding, type FindingValues, finding } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import { STRUCTURE_ALIGNMENT } from '../format/layout.ts'
import { descriptorSectors, type LogEntryHeader, logEntryHeader } from '../format/log-entry.ts'
import type { CheckContext, CheckedEntry } from './entry-check.ts'
import type { EntryStatus, LogRegion } from './log.ts'
import { advance, placeOf } from './ring.ts'

const ALIGNMENT = BigInt(STRUCTURE_ALIGNMENT)
const isMisaligned = (size: bigint): boolean => size % ALIGNMENT !== 0n

/** A finding about one field of the header of the entry at `place`. */
export function aboutField(
  { region, position }: { readonly region: LogRegion; readonly position: number },
  rule: RuleId,
  field: keyof LogEntryHeader,
  values: FindingValues,
): Finding {
  const at = fieldRange(logEntryHeader, field, placeOf(region, position))
  return finding(rule, at, { position, ...values })
}

/**
 * Whether an entry that is not valid is only what remains of an older one: it is of another session,
 * or a newer entry was written over its end. One that is newer than the active sequence is not: it
 * was torn while it was written.
 */
function isRemains(
  { interrupted, header, isCurrent }: CheckedEntry,
  activeHead: CheckedEntry | undefined,
): boolean {
  if (!isCurrent) return true
  if (activeHead === undefined) return false
  return interrupted && header.sequenceNumber < activeHead.header.sequenceNumber
}

/** Whether an entry would be the head, if it were valid: the last update is lost with it. */
const wouldBeHead = (
  { region }: CheckContext,
  { position, header, isCurrent }: CheckedEntry,
  activeHead: CheckedEntry | undefined,
): boolean =>
  activeHead !== undefined &&
  isCurrent &&
  position === advance(region, activeHead.position, activeHead.length) &&
  header.sequenceNumber === activeHead.header.sequenceNumber + 1n

const inHeadPosition = (fault: Finding): Finding =>
  fault.rule === 'log.entry-checksum' ? { ...fault, severity: 'error' } : fault

/**
 * The findings that hang on an entry. History is not to alarm anybody: a stale entry has none, and
 * what remains of an older one is only worth knowing.
 */
export function entryFindings(
  context: CheckContext,
  check: CheckedEntry,
  status: EntryStatus,
  activeHead: CheckedEntry | undefined,
): readonly Finding[] {
  if (status === 'stale') return []
  if (status === 'invalid') {
    if (isRemains(check, activeHead))
      return check.findings.map((fault) => ({ ...fault, severity: 'info' }))
    const isNext = wouldBeHead(context, check, activeHead)
    return isNext ? check.findings.map(inHeadPosition) : check.findings
  }
  const notes = headerNotes(context, check)
  return notes.length === 0 ? check.findings : [...notes, ...check.findings]
}

function headerNotes({ region, listing }: CheckContext, { position, header }: CheckedEntry) {
  const { reserved, flushedFileOffset, lastFileOffset, descriptorCount } = header
  const notes: Finding[] = []
  const note = (rule: RuleId, field: keyof LogEntryHeader, values: FindingValues) => {
    if (listing.take(rule, 'current'))
      notes.push(aboutField({ region, position }, rule, field, values))
  }
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
 * Hangs on the head of a run that is not complete, as far as that is listed. One that is older than
 * the active sequence is what remains when a ring comes round: only worth knowing.
 */
export function incompleteRunFindings(
  { region, listing }: CheckContext,
  { position, header }: CheckedEntry,
  activeHead: CheckedEntry | undefined,
): readonly Finding[] {
  const rule = 'log.entry-tail-outside-sequence'
  if (!listing.take(rule, 'current')) return []
  const { sequenceNumber, tail } = header
  const found = aboutField({ region, position }, rule, 'tail', { sequenceNumber, tail })
  const isOlder = activeHead !== undefined && sequenceNumber < activeHead.header.sequenceNumber
  return [isOlder ? { ...found, severity: 'info' } : found]
}
