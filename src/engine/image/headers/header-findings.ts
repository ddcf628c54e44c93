/** What is to be said about the headers, §2.2.2. */

import { NIL_GUID } from '../../bytes/guid.ts'
import { endOf } from '../../bytes/ranges.ts'
import { fieldRange } from '../../bytes/struct.ts'
import { type Finding, finding } from '../../findings/finding.ts'
import type { Checksum } from '../../format/checksum.ts'
import {
  FORMAT_VERSION,
  HEADER_SIGNATURE,
  type Header,
  header,
  LOG_VERSION,
} from '../../format/header.ts'
import { MAX_SEQUENCE_NUMBER } from '../../format/layout.ts'
import { countNonZero } from '../count-non-zero.ts'
import type { HeaderChoice, HeaderCopy } from './headers.ts'

/** A replay updates each header twice (§2.2.2.1). */
const UPDATES_OF_A_REPLAY = 4n

/** About one header, whether it is current or not. `offset` is where it is in the file. */
export function copyFindings(
  copy: 1 | 2,
  offset: number,
  values: Header,
  checksum: Checksum,
): readonly Finding[] {
  const at = (field: keyof Header) => fieldRange(header, field, offset)
  if (values.signature !== HEADER_SIGNATURE) {
    const found = values.signature
    return [finding('header.signature', at('signature'), { copy, found })]
  }
  const findings: Finding[] = []
  if (checksum.stored !== checksum.computed) {
    findings.push(finding('header.checksum', at('checksum'), { copy, ...checksum }))
  }
  const count = countNonZero(values.reserved)
  if (count > 0) {
    findings.push(finding('header.reserved-nonzero', at('reserved'), { copy, count }))
  }
  return findings
}

/** About the fields of the current header. */
export function currentFindings({ copy, at: place, values }: HeaderCopy): readonly Finding[] {
  if (values === undefined) return []
  const { version, logVersion, logGuid, sequenceNumber } = values
  const at = (field: keyof Header) => fieldRange(header, field, place.offset)
  const findings: Finding[] = []
  if (version !== FORMAT_VERSION)
    findings.push(finding('header.version', at('version'), { version }))
  if (logVersion !== LOG_VERSION) {
    const severity = logGuid === NIL_GUID ? undefined : 'fatal'
    findings.push(finding('header.log-version', at('logVersion'), { logVersion }, severity))
  }
  if (values.fileWriteGuid === NIL_GUID) {
    const field = 'FileWriteGuid'
    findings.push(finding('header.guid-zero', at('fileWriteGuid'), { copy, field }))
  }
  if (values.dataWriteGuid === NIL_GUID) {
    const field = 'DataWriteGuid'
    findings.push(finding('header.guid-zero', at('dataWriteGuid'), { copy, field }))
  }
  if (sequenceNumber > MAX_SEQUENCE_NUMBER - UPDATES_OF_A_REPLAY) {
    const range = at('sequenceNumber')
    findings.push(finding('header.sequence-near-maximum', range, { sequenceNumber }))
  }
  return findings
}

/** About both together. What differs is shown in the header that is not current. */
export function pairFindings(
  copies: readonly [HeaderCopy, HeaderCopy],
  choice: HeaderChoice,
): readonly Finding[] {
  const [first, second] = copies
  const both = { offset: first.at.offset, length: endOf(second.at) - first.at.offset }
  if (choice === 'none-valid') return [finding('header.none-valid', both)]
  const [a, b] = [first.values, second.values]
  if (choice === 'only-valid' || a === undefined || b === undefined) return []
  const { sequenceNumber } = a
  if (choice === 'identical') {
    return [finding('header.sequence-equal-identical', both, { sequenceNumber })]
  }
  if (choice === 'equal-but-different') {
    return [finding('header.sequence-equal', both, { sequenceNumber })]
  }
  return differences(first.current ? second : first, a, b)
}

function differences(other: HeaderCopy, a: Header, b: Header): readonly Finding[] {
  const at = (field: keyof Header) => fieldRange(header, field, other.at.offset)
  const findings: Finding[] = []
  const [first, second] = [a.sequenceNumber, b.sequenceNumber]
  if (first - second > 1n || second - first > 1n) {
    findings.push(finding('header.sequence-gap', at('sequenceNumber'), { first, second }))
  }
  if (a.logOffset !== b.logOffset || a.logLength !== b.logLength) {
    const { offset } = at('logLength')
    const range = { offset, length: endOf(at('logOffset')) - offset }
    const places = {
      offset1: a.logOffset,
      length1: a.logLength,
      offset2: b.logOffset,
      length2: b.logLength,
    }
    findings.push(finding('header.log-place-differs', range, places))
  }
  if (a.logGuid !== b.logGuid) {
    const range = at('logGuid')
    findings.push(finding('header.log-guid-differs', range, { guid1: a.logGuid, guid2: b.logGuid }))
    const { logGuid } = other.copy === 1 ? a : b
    if (logGuid !== NIL_GUID) {
      const copy = other.copy === 1 ? 2 : 1
      findings.push(finding('header.fallback-would-replay', range, { copy, logGuid }))
    }
  }
  if (a.dataWriteGuid !== b.dataWriteGuid) {
    const guids = { guid1: a.dataWriteGuid, guid2: b.dataWriteGuid }
    findings.push(finding('header.data-write-guid-differs', at('dataWriteGuid'), guids))
  }
  return findings
}
