/** The scan of the log: every entry in it, the runs they form, and the active sequence, §2.3.3. */
import type { ByteSource } from '../bytes/byte-source.ts'
import type { Guid } from '../bytes/guid.ts'
import type { Finding } from '../findings/finding.ts'
import { Listing } from '../findings/listing.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { CheckedEntry } from './entry-check.ts'
import { entryFindings, incompleteRunFindings } from './entry-notes.ts'
import type { ActiveSequence, EntryStatus, LogEntry, LogRegion, LogScan } from './log.ts'
import { advance } from './ring.ts'
import { findActive, findRuns } from './runs.ts'
import { scanFindings } from './scan-findings.ts'
import { passOver, type ScanRun, slotOf } from './scan-pass.ts'

/**
 * Reads the log once and says everything about it. `guid` is the LogGuid of the current header:
 * where it is nil, no entry is active (§2.2.2). The region lies in the source and is a multiple of 4 KiB long. Never throws on content; passes on I/O errors and the abort.
 */
export async function scanLog(
  source: ByteSource,
  region: LogRegion,
  guid: Guid,
  run?: ScanRun,
): Promise<LogScan> {
  const listing = new Listing()
  const context = { region, guid, listing }
  const { checked, slots } = await passOver(source, context, run)
  const runs = findRuns(
    region,
    checked.filter((entry) => entry.isCurrent && entry.reasons.length === 0),
  )
  const activeRun = findActive(runs)
  const replayed = new Set(activeRun?.entries.slice(activeRun.tail))
  const incomplete = new Set(runs.filter(({ tail }) => tail === undefined).map(({ head }) => head))

  const entries = new Map<CheckedEntry, LogEntry>()
  for (const check of checked) {
    const status = statusOf(check, replayed)
    const own = entryFindings(context, check, status, activeRun?.head)
    const findings = incomplete.has(check)
      ? [...own, ...incompleteRunFindings(context, check, activeRun?.head)]
      : own
    entries.set(check, toEntry(check, status, findings))
    if (status !== 'invalid') paint(slots, region, check, slotOf(status))
  }
  const entriesOf = (list: readonly CheckedEntry[]): LogEntry[] =>
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
    findings: scanFindings(scanned, listing),
    unlisted: listing.unlisted(),
  }
}

function statusOf(check: CheckedEntry, replayed: ReadonlySet<CheckedEntry>): EntryStatus {
  if (check.reasons.length > 0) return 'invalid'
  if (!check.isCurrent) return 'stale'
  return replayed.has(check) ? 'active' : 'superseded'
}

const toEntry = (
  { position, length, header, checksum, reasons }: CheckedEntry,
  status: EntryStatus,
  findings: readonly Finding[],
): LogEntry => ({ position, length, header, checksum, status, reasons, findings })

function toActive(entries: readonly LogEntry[]): ActiveSequence | undefined {
  const [tail, head] = [entries[0], entries.at(-1)]
  return tail && head && { entries, tail, head }
}

function paint(slots: Uint8Array, region: LogRegion, check: CheckedEntry, slot: number): void {
  for (let taken = 0; taken < check.length; taken += LOG_SECTOR_SIZE) {
    slots[advance(region, check.position, taken) / LOG_SECTOR_SIZE] = slot
  }
}
