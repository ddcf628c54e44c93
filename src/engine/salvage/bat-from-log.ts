/** A wiped or damaged BAT, as far as entries of the log still hold sectors of it, §2.5. */
import { formatHex, plural } from '../bytes/format.ts'
import { readWhole } from '../bytes/parse-whole.ts'
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
import { type Decided, decide, proposed, sentenceOf } from './evidence/decide.ts'
import { latestRight, TriedTables } from './logged-tables.ts'
import { MAX_OPTIONS } from './value-words.ts'
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
  const all = allEntries(scan)
  const written = await writtenTo(bat, scan, { source, run })
  const wanted = decideEntry(all, written, values.get('entry'))
  if (!all.some(({ header }) => header.sequenceNumber === wanted.value)) {
    if (all.length === 0) return { why: NOTHING }
    const why = 'No whole entry of the log has the number that was set.'
    return { why, setting: 'entry', values: [wanted.told] }
  }
  const last = all.findLastIndex(({ header }) => header.sequenceNumber === wanted.value)
  const entries = all.slice(0, last + 1)
  const versions = versionsOf(written, entries)
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
  if (taken.length === 0) return { why: NOTHING }
  return {
    steps: taken.flatMap(stepsOf),
    losses: lossesOf(bat, taken, entries),
    values: [wanted.told],
  }
}

const NOTHING = 'The log holds nothing of the table that can be right.'

/** All whole entries of the log in the order of time. */
const allEntries = (scan: LogScan): readonly LogEntry[] =>
  orderSessions(scan.region, findSessions(scan)).sessions.flatMap(({ entries }) => entries)

/** The last one, or the one that is set; the user is told of those that have written to the table. */
function decideEntry(
  all: readonly LogEntry[],
  written: readonly Written[],
  set: string | undefined,
): Decided<bigint> {
  const last = all.at(-1)?.header.sequenceNumber
  const sectors = new Map<LogEntry, number>()
  for (const { entry } of written) sectors.set(entry, (sectors.get(entry) ?? 0) + 1)
  const options = new Map<string, string>()
  for (let index = all.length - 1; index >= 0 && options.size < MAX_OPTIONS; index--) {
    const entry = all[index]
    const count = entry && sectors.get(entry)
    if (!count) continue
    const age = all.length - 1 - index
    const has = `it has ${plural(count, 'sector')} of the table`
    const when =
      age > 0
        ? `${plural(age, 'entry', 'entries')} before the last one; ${has}`
        : set === undefined
          ? has
          : `the last one; ${has}`
    const value = entry.header.sequenceNumber.toString()
    if (!options.has(value)) options.set(value, sentenceOf(when))
  }
  return decide({
    way: 'bat-from-log',
    name: 'entry',
    set: set === undefined ? undefined : readWhole(set),
    clues: last === undefined ? [] : [proposed(last, 'it is the last whole entry', () => false)],
    text: String,
    options: [...options].map(([value, why]) => ({ value, why })),
  })
}

interface LogSource {
  readonly source: Ground['inspected']['before']['source']
  readonly run: Ground['run']
}

/** What entries have written to whole sectors of the table, earliest first. */
async function writtenTo(
  { region, geometry, count }: Bat,
  scan: LogScan,
  { source, run }: LogSource,
): Promise<readonly Written[]> {
  const order = orderSessions(scan.region, findSessions(scan))
  const { writes } = await readWritten(source, { ...order, region: scan.region, orphans: [] }, run)
  const end = region.offset + Math.min(count, geometry.batEntries) * BAT_ENTRY_SIZE
  return writes.filter(
    ({ offset, sector }) =>
      sector !== undefined &&
      offset >= region.offset &&
      offset < end &&
      offset % LOG_SECTOR_SIZE === 0 &&
      offset + LOG_SECTOR_SIZE <= source.size,
  )
}

/** By where that is in the file. */
function versionsOf(
  writes: readonly Written[],
  entries: readonly LogEntry[],
): ReadonlyMap<number, readonly Written[]> {
  const counting = new Set(entries)
  const versions = new Map<number, Written[]>()
  for (const written of writes) {
    if (!counting.has(written.entry)) continue
    const known = versions.get(written.offset)
    if (known) known.push(written)
    else versions.set(written.offset, [written])
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
