/** What is to be said about a replay beside its single writes, §2.3.3. */
import { position } from '../bytes/byte-source.ts'
import { lastWriters } from '../bytes/extent-map.ts'
import { fieldRange } from '../bytes/struct.ts'
import { type Finding, finding } from '../findings/finding.ts'
import { logEntryHeader } from '../format/log-entry.ts'
import { type WriteStep, writeRange } from '../update/step.ts'
import type { ActiveSequence, LogRegion } from './log.ts'
import { placeOf } from './ring.ts'

/** The two file sizes that the head entry speaks of. */
export function headFindings(
  region: LogRegion,
  { head }: ActiveSequence,
  size: number,
): readonly Finding[] {
  const { flushedFileOffset, lastFileOffset } = head.header
  const at = (field: 'flushedFileOffset' | 'lastFileOffset') =>
    fieldRange(logEntryHeader, field, placeOf(region, head.position))
  const findings: Finding[] = []
  if (BigInt(size) < flushedFileOffset) {
    const values = { size, flushed: flushedFileOffset }
    findings.push(finding('replay.truncated', at('flushedFileOffset'), values))
  }
  if (position(lastFileOffset) === undefined) {
    const values = { position: head.position, value: lastFileOffset }
    findings.push(finding('replay.last-file-offset-out-of-range', at('lastFileOffset'), values))
  }
  return findings
}

/** What the writes make of the file as a whole. */
export function resultFindings(
  region: LogRegion,
  writes: readonly WriteStep[],
  before: number,
  after: number,
): readonly Finding[] {
  const findings: Finding[] = []
  const count = countOverwritten(writes)
  if (count > 0) findings.push(finding('replay.duplicate-target', region, { count }))
  if (after > before) {
    findings.push(finding('replay.extends-file', { offset: before, length: 0 }, { before, after }))
  }
  return findings
}

/** How many writes do not have the last word on all of their bytes. */
function countOverwritten(writes: readonly WriteStep[]): number {
  const ranges = writes.map(writeRange)
  const kept = new Float64Array(ranges.length)
  for (const { writer, length } of lastWriters(ranges)) kept[writer] = (kept[writer] ?? 0) + length
  return ranges.filter(({ length }, i) => (kept[i] ?? 0) < length).length
}
