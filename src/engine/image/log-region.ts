/** Where the log is, by the current header: only a place that a log can have, §2.2.2 and §2.3. */
import { type ByteRange, position } from '../bytes/byte-source.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { overlaps } from '../bytes/ranges.ts'
import { fieldRange } from '../bytes/struct.ts'
import { type Finding, finding } from '../findings/finding.ts'
import { type Header, header } from '../format/header.ts'
import { HEADER_SECTION_SIZE, STRUCTURE_ALIGNMENT } from '../format/layout.ts'
import type { HeaderCopy } from './headers/headers.ts'
import type { RegionEntry } from './regions/region-tables.ts'

export interface LogPlace {
  /** `undefined` where no log can be. */
  readonly region: ByteRange | undefined
  readonly findings: readonly Finding[]
}

const isDirty = ({ values }: HeaderCopy): boolean =>
  values !== undefined && values.logGuid !== NIL_GUID

/**
 * The log that `current` names in a file of `size` bytes. With LogGuid set a wrong place is fatal;
 * with LogGuid zero nothing has to be replayed, and it is a warning.
 */
export function findLogRegion(current: HeaderCopy, size: number): LogPlace {
  if (current.values === undefined) return { region: undefined, findings: [] }
  const { logOffset, logLength } = current.values
  const dirty = isDirty(current)
  const severity = dirty ? undefined : 'warning'
  const at = (field: keyof Header) => fieldRange(header, field, current.at.offset)
  const end = logOffset + BigInt(logLength)
  const findings: Finding[] = []
  if (logLength === 0) {
    return {
      region: undefined,
      findings: dirty ? [finding('log.length-zero', at('logLength'))] : [],
    }
  }
  if (logLength % STRUCTURE_ALIGNMENT > 0) {
    const values = { length: logLength }
    findings.push(finding('log.length-unaligned', at('logLength'), values, severity))
  }
  if (logOffset % BigInt(STRUCTURE_ALIGNMENT) > 0n) {
    const values = { offset: logOffset }
    findings.push(finding('log.offset-unaligned', at('logOffset'), values, severity))
  }
  if (logOffset < BigInt(HEADER_SECTION_SIZE)) {
    const values = { offset: logOffset }
    findings.push(finding('log.in-header-section', at('logOffset'), values, severity))
  }
  if (end > BigInt(size)) {
    findings.push(finding('log.beyond-end', at('logOffset'), { end, size }, severity))
  }
  const offset = findings.length === 0 ? position(logOffset) : undefined
  return { region: offset === undefined ? undefined : { offset, length: logLength }, findings }
}

/** Which regions the log overlaps (§2.2.3.2): fatal with LogGuid set, an error otherwise. */
export function logOverlapFindings(
  current: HeaderCopy,
  log: ByteRange,
  regions: readonly RegionEntry[],
): readonly Finding[] {
  const severity = isDirty(current) ? undefined : 'error'
  return regions.flatMap(({ name, range, at }) => {
    if (range === undefined || !overlaps(log, range)) return []
    const values = { ...log, region: name, regionOffset: range.offset }
    return [finding('log.overlaps-region', at, values, severity)]
  })
}
