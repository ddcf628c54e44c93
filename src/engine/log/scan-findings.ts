/** What is to be said about the log as a whole. */

import type { Guid } from '../bytes/guid.ts'
import { totalLength } from '../bytes/ranges.ts'
import { type Finding, finding } from '../findings/finding.ts'
import type { Listing } from '../findings/listing.ts'
import { GIB } from '../format/layout.ts'
import { aboutField } from './entry-notes.ts'
import type { ActiveSequence, LogEntry, LogRegion } from './log.ts'
import { placeOf } from './ring.ts'
import { slotOf } from './scan-pass.ts'

/** Above this some implementations refuse (OpenVMM). */
const LARGE_LOG = GIB
/** A head this near to the end of 64 bits is worth a word: a busy log makes thousands of entries a minute. */
const NEAR_MAXIMUM = 2n ** 64n - 2n ** 16n

export interface Scanned {
  readonly region: LogRegion
  readonly entries: readonly LogEntry[]
  readonly active: ActiveSequence | undefined
  readonly slots: Uint8Array
}

export function scanFindings(
  { region, entries, active, slots }: Scanned,
  listing: Listing,
): readonly Finding[] {
  const findings: Finding[] = []
  if (region.length > LARGE_LOG) {
    findings.push(finding('log.too-large', region, { length: region.length }))
  }
  const superseded = entries.filter(({ status }) => status === 'superseded').length
  if (superseded > 0) {
    findings.push(finding('log.entry-superseded', region, { entries: superseded }))
  }
  if (active !== undefined) findings.push(...activeFindings(region, active))
  findings.push(...staleSessions(region, entries, listing))
  const orphan = slotOf('orphan-data')
  const count = slots.reduce((sum, slot) => (slot === orphan ? sum + 1 : sum), 0)
  if (count > 0) findings.push(finding('log.orphan-data-sectors', region, { count }))
  return findings
}

function activeFindings(region: LogRegion, { entries, tail, head }: ActiveSequence): Finding[] {
  const findings: Finding[] = []
  if (totalLength(entries) === region.length) {
    findings.push(finding('log.full', region, { length: region.length }))
  }
  if (tail.position + totalLength(entries) > region.length) {
    findings.push(
      finding('log.sequence-wraps', region, { tail: tail.position, head: head.position }),
    )
  }
  const { sequenceNumber } = head.header
  if (sequenceNumber >= NEAR_MAXIMUM) {
    findings.push(
      aboutField(
        { region, position: head.position },
        'log.sequence-near-maximum',
        'sequenceNumber',
        {
          sequenceNumber,
        },
      ),
    )
  }
  return findings
}

interface Session {
  entries: number
  first: LogEntry
  last: LogEntry
}

/** One finding for each LogGuid that is not the header's, at the newest entry that carries it. */
function staleSessions(
  region: LogRegion,
  entries: readonly LogEntry[],
  listing: Listing,
): Finding[] {
  const sessions = new Map<Guid, Session>()
  for (const entry of entries) {
    if (entry.status !== 'stale') continue
    const session = sessions.get(entry.header.logGuid)
    if (session === undefined) {
      sessions.set(entry.header.logGuid, { entries: 1, first: entry, last: entry })
      continue
    }
    session.entries++
    if (numberOf(entry) < numberOf(session.first)) session.first = entry
    if (numberOf(entry) > numberOf(session.last)) session.last = entry
  }
  return [...sessions]
    .filter(() => listing.take('log.stale-session', 'other'))
    .map(([logGuid, { entries: count, first, last }]) => {
      const length = Math.min(last.length, region.length - last.position)
      return finding(
        'log.stale-session',
        { offset: placeOf(region, last.position), length },
        { entries: count, logGuid, ...numbersOf(numberOf(first), numberOf(last)) },
      )
    })
}

const numberOf = ({ header }: LogEntry): bigint => header.sequenceNumber

const numbersOf = (first: bigint, last: bigint) => ({
  first,
  last,
  numbers: first === last ? `number ${first}` : `numbers ${first} to ${last}`,
})
