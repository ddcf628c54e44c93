/** A wiped or damaged BAT, as far as entries of the log still hold sectors of it, §2.5. */
import { formatHex, plural } from '../bytes/format.ts'
import { parseWhole } from '../bytes/parse-whole.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import type { DiagnosisId } from '../diagnosis/verdict.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE } from '../format/layout.ts'
import { orderSessions } from '../history/order.ts'
import { findSessions } from '../history/sessions.ts'
import { readWritten, type Written, writtenSector } from '../history/written.ts'
import type { Bat } from '../image/bat/bat.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import type { LogEntry, LogScan } from '../log/log.ts'
import type { Step } from '../update/step.ts'
import { latestRight, TriedTables } from './logged-tables.ts'
import { type Ground, SALVAGE_CAUSE, type SalvageLoss, type SalvageWay } from './way.ts'

const DAMAGED: readonly DiagnosisId[] = ['bat-wiped', 'blocks-unreadable']
/** Of more sectors the number is said. */
const NAMED = 8

export const batFromLog: SalvageWay = async ({ inspected, values, run }) => {
  const { before, scan, inspection } = inspected
  const { bat, source } = before
  if (!bat || !scan) return { why: 'Nothing says where the table of blocks and the log are.' }
  const surveyed = inspection.before.census ? inspected : await surveyBlocks(inspected, run)
  const { diagnoses } = await diagnose(surveyed, {}, run)
  if (!diagnoses.some(({ id }) => DAMAGED.includes(id))) {
    return { why: 'The table of blocks says where they are.' }
  }
  const entries = entriesUpTo(scan, values.get('entry'))
  if (typeof entries === 'string') return { why: entries }
  const versions = await versionsOf(bat, scan, { entries, source, run })
  const tables = await TriedTables.of(before, bat, run)
  const taken: Written[] = []
  for (const [offset, written] of [...versions].sort(([a], [b]) => a - b)) {
    const first = (offset - bat.region.offset) / BAT_ENTRY_SIZE
    const now = await source.read(offset, LOG_SECTOR_SIZE)
    if (tables.isOfUse(now, first)) continue
    const read = (version: Written) => writtenSector(source, version)
    const right = await latestRight(written, read, tables, { first, run })
    if (right) taken.push(right)
  }
  if (taken.length === 0) return { why: 'The log holds nothing of the table that can be right.' }
  return { steps: taken.flatMap(stepsOf), losses: lossesOf(bat, taken, entries) }
}

/** All whole entries of the log in the order of time; up to the last one of a number where it is given. */
function entriesUpTo(scan: LogScan, number: string | undefined): readonly LogEntry[] | string {
  const { sessions } = orderSessions(scan.region, findSessions(scan))
  const entries = sessions.flatMap((session) => session.entries)
  if (number === undefined) return entries
  const wanted = parseWhole(number)
  const last = entries.findLastIndex(({ header }) => header.sequenceNumber === wanted)
  return last < 0
    ? 'No whole entry of the log has the number that was set.'
    : entries.slice(0, last + 1)
}

interface History {
  readonly entries: readonly LogEntry[]
  readonly source: Ground['inspected']['before']['source']
  readonly run: Ground['run']
}

/** What was written to each sector of the table, earliest first, by where that is in the file. */
async function versionsOf(
  { region, geometry, count }: Bat,
  scan: LogScan,
  { entries, source, run }: History,
): Promise<ReadonlyMap<number, readonly Written[]>> {
  const order = orderSessions(scan.region, findSessions(scan))
  const history = { ...order, region: scan.region, orphans: [] }
  const { writes } = await readWritten(source, history, run)
  const counting = new Set(entries)
  const end = region.offset + Math.min(count, geometry.batEntries) * BAT_ENTRY_SIZE
  const versions = new Map<number, Written[]>()
  for (const written of writes) {
    const { offset, sector, entry } = written
    const isOfTable = offset >= region.offset && offset < end && sector !== undefined
    if (!isOfTable || offset % LOG_SECTOR_SIZE > 0 || !counting.has(entry)) continue
    if (offset + LOG_SECTOR_SIZE > source.size) continue
    const known = versions.get(offset)
    if (known) known.push(written)
    else versions.set(offset, [written])
  }
  return versions
}

/** The bytes stay where they are in the log until they are copied. */
function stepsOf({ offset, sector }: Written): readonly Step[] {
  if (!sector) return []
  return [
    { kind: 'write', offset, content: { kind: 'sector', ...sector }, cause: SALVAGE_CAUSE },
    { kind: 'flush' },
  ]
}

function lossesOf(
  bat: Bat,
  taken: readonly Written[],
  entries: readonly LogEntry[],
): readonly SalvageLoss[] {
  const all = Math.ceil((bat.geometry.batEntries * BAT_ENTRY_SIZE) / LOG_SECTOR_SIZE)
  const named = taken.slice(0, NAMED).map(({ offset, entry }) => {
    const age = entries.length - 1 - entries.indexOf(entry)
    return `The sector of the table at ${formatHex(offset)} is as entry ${entry.header.sequenceNumber} of the log left it, ${plural(age, 'entry', 'entries')} before the last one.`
  })
  const more = taken.length - named.length
  return [
    ...named,
    ...(more > 0 ? [`So are ${plural(more, 'more sector')}, each as the log has it.`] : []),
    ...(all > taken.length
      ? [
          `Of ${plural(all - taken.length, 'sector')} of the table the log has nothing that is of use.`,
        ]
      : []),
    'Blocks that were put elsewhere since then hold old bytes, or those of something else.',
  ].map((sentence) => ({ sentence }))
}
