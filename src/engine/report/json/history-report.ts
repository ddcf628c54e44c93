/** The history of a log as JSON, for the report: `log.history` in version 1. */
import type { Run } from '../../bytes/byte-source.ts'
import type { PlaceStepRow, SectorChange } from '../../history/history-pages.ts'
import { HistoryRows } from '../../history/history-rows.ts'
import type { SessionRow } from '../../history/session-rows.ts'
import type { Inspected } from '../../inspect/inspect.ts'
import type { Page, RowWindow } from '../../inspect/page.ts'
import type { Report } from './report-schema.ts'

/** Of each list no more than this is told; `count` says how many there are. */
export const MAX_TOLD_ROWS = 256
/** Of a place and of a change. */
const MAX_TOLD_STEPS = 64
const MAX_TOLD_LINES = 16

export type HistoryReport = NonNullable<NonNullable<Report['log']>['history']>
type Row<Name extends keyof HistoryReport> = HistoryReport[Name]['rows'][number]
export type SessionReport = Row<'sessions'>
export type PlaceReport = Row<'places'>
export type StepReport = PlaceReport['steps'][number]
export type OrphanReport = Row<'orphans'>

/** `undefined` where there is no log. Reads the log's data sectors, at most `MAX_WRITTEN` of them. */
export async function readHistoryReport(
  inspected: Inspected,
  run?: Run,
): Promise<HistoryReport | undefined> {
  const rows = await HistoryRows.open(inspected, run)
  return rows && historyReport(rows, run)
}

async function historyReport(rows: HistoryRows, run: Run | undefined): Promise<HistoryReport> {
  const sessions: SessionReport[] = []
  const window = { start: 0, count: MAX_TOLD_ROWS } satisfies RowWindow
  const sessionPage = rows.sessions(window)
  for (const row of sessionPage.rows) sessions.push(sessionReport(row))
  const places = await rows.places(undefined, window, run)
  const placeReports: PlaceReport[] = []
  for (const { offset, length, target } of places.rows) {
    const steps = await rows.steps({ offset, length }, { start: 0, count: MAX_TOLD_STEPS }, run)
    placeReports.push(placeReport({ offset, length }, target, steps))
  }
  const orphans = rows.orphans(window)
  return {
    sessions: { count: sessionPage.total, rows: sessions },
    places: { count: places.total, complete: places.complete, rows: placeReports },
    orphans: {
      count: orphans.total,
      rows: orphans.rows.map((row) => ({
        sequenceNumber: row.sequenceNumber.toString(),
        sectors: row.count,
        position: row.position,
        zeroSectors: row.zero,
        sameAs: row.same,
        nearSession: row.near ?? null,
      })),
    },
  }
}

const sessionReport = (row: SessionRow): SessionReport => ({
  guid: row.guid,
  current: row.current,
  entries: row.entries,
  unverified: row.unverified,
  firstSequenceNumber: row.numbers?.first.toString() ?? null,
  lastSequenceNumber: row.numbers?.last.toString() ?? null,
  missing: row.missing.toString(),
  complete: row.complete,
  order: row.certainty && row.why ? { certainty: row.certainty, why: row.why } : null,
  contradicted: row.contradicted,
})

const placeReport = (
  { offset, length }: { readonly offset: number; readonly length: number },
  target: string,
  { rows, total }: Page<PlaceStepRow>,
): PlaceReport => ({
  offset: offset.toString(),
  length: length.toString(),
  target,
  stepCount: total,
  steps: rows.map(({ by, certainty, change }) => ({
    ...(by.kind === 'entry'
      ? {
          session: by.session,
          entry: by.position,
          sequenceNumber: by.sequenceNumber.toString(),
          state: 'written' as const,
        }
      : { session: null, entry: null, sequenceNumber: null, state: by.kind }),
    certainty: certainty ?? null,
    ...changeReport(change),
  })),
})

/** What such a group says of its sectors, to be put in words. */
export const orphansOf = ({ sectors, zeroSectors, sameAs }: OrphanReport) => ({
  count: sectors,
  zero: zeroSectors,
  same: sameAs,
})

/** What such a step says of its change, to be put in words. */
export const changeOf = (step: StepReport): SectorChange => ({
  lines: step.changes,
  lineCount: step.changeCount,
  changedBytes: step.changedBytes ?? undefined,
  notCompared: step.notCompared === null ? [] : [step.notCompared],
})

const changeReport = ({ changedBytes, lines, lineCount, notCompared }: SectorChange) => ({
  changedBytes: changedBytes ?? null,
  notCompared: notCompared[0] ?? null,
  changes: lines.slice(0, MAX_TOLD_LINES),
  changeCount: lineCount,
})
