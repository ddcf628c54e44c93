/** The scan of the log: every entry in it, the runs they form, and the active sequence, §2.3.3. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import type { Finding } from '../findings/finding.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { EntryCheck } from './entry-check.ts'
import { entryFindings, incompleteRunFinding, isRemains } from './entry-notes.ts'
import type { ActiveSequence, EntryStatus, LogEntry, LogRegion, LogScan } from './log.ts'
import { advance } from './ring.ts'
import { findActive, findRuns } from './runs.ts'
import { scanFindings } from './scan-findings.ts'
import { passOver, SCAN_WINDOW, slotOf } from './scan-pass.ts'

/**
 * Reads the log once, in windows of `windowSize` bytes, and says everything about it. `guid` is the
 * LogGuid of the current header: where it is nil, no entry is active (§2.2.2). The region lies in the
 * source and is a multiple of 4 KiB long. Never throws on content; passes on I/O errors and the abort.
 */
export async function scanLog(
  source: ByteSource,
  region: LogRegion,
  guid: Guid,
  run?: Run,
  windowSize: number = SCAN_WINDOW,
): Promise<LogScan> {
  const { checks, slots } = await passOver(source, region, run, windowSize)
  const isCurrent = ({ header }: EntryCheck): boolean =>
    guid !== NIL_GUID && header.logGuid === guid
  const runs = findRuns(
    region,
    checks.filter((check) => check.faults.length === 0 && isCurrent(check)),
  )
  const activeRun = findActive(runs)
  const replayed = new Set(activeRun?.entries.slice(activeRun.tail))
  const incomplete = new Set(runs.filter(({ tail }) => tail === undefined).map(({ head }) => head))

  const entries = new Map<EntryCheck, LogEntry>()
  for (const check of checks) {
    const status = statusOf(check, isCurrent(check), replayed)
    const remains = isRemains(check, isCurrent(check), activeRun?.head)
    const findings = entryFindings(region, check, status, remains)
    if (incomplete.has(check)) findings.push(incompleteRunFinding(region, check, activeRun?.head))
    entries.set(check, toEntry(check, status, findings))
    if (status !== 'invalid') paint(slots, region, check, slotOf(status))
  }
  const entriesOf = (list: readonly EntryCheck[]): LogEntry[] =>
    list.map((check) => entries.get(check)).filter((entry) => entry !== undefined)
  const active = activeRun && toActive(entriesOf(activeRun.entries.slice(activeRun.tail)))
  const scanned = { region, entries: [...entries.values()], active, slots }
  return {
    ...scanned,
    guid,
    sequences: runs.map((found) => ({
      entries: entriesOf(found.entries),
      complete: found.tail !== undefined,
      active: found === activeRun,
    })),
    findings: scanFindings(scanned),
  }
}

function statusOf(
  check: EntryCheck,
  isCurrent: boolean,
  replayed: ReadonlySet<EntryCheck>,
): EntryStatus {
  if (check.faults.length > 0) return 'invalid'
  if (!isCurrent) return 'stale'
  return replayed.has(check) ? 'active' : 'superseded'
}

const toEntry = (
  { position, length, header, checksum, faults }: EntryCheck,
  status: EntryStatus,
  findings: readonly Finding[],
): LogEntry => ({
  position,
  length,
  header,
  checksum,
  status,
  reasons: faults.map(({ rule }) => rule),
  findings,
})

function toActive(entries: readonly LogEntry[]): ActiveSequence | undefined {
  const [tail, head] = [entries[0], entries.at(-1)]
  return tail && head && { entries, tail, head }
}

function paint(slots: Uint8Array, region: LogRegion, check: EntryCheck, slot: number): void {
  for (let taken = 0; taken < check.length; taken += LOG_SECTOR_SIZE) {
    slots[advance(region, check.position, taken) / LOG_SECTOR_SIZE] = slot
  }
}
