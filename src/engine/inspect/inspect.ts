/** The answer about a file: what it is, what its log would change, and what is wrong with it. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import type { UpdateReport } from '../changes/change.ts'
import { reportUpdate } from '../changes/update-report.ts'
import {
  type Finding,
  type FindingState,
  finding,
  refusal,
  type StatedFinding,
} from '../findings/finding.ts'
import { withoutExpectedSize } from '../image/bat/expected-space.ts'
import type { HeaderCopy } from '../image/headers/headers.ts'
import { type Image, isVhdx, readImage } from '../image/image.ts'
import { headFindings, regionFindings } from '../image/image-findings.ts'
import { findLogRegion, logOverlapFindings } from '../image/log-region.ts'
import type { LogScan } from '../log/log.ts'
import { planReplay, type ReplayIds, type ReplayPlan } from '../log/replay.ts'
import { scanLog } from '../log/scan.ts'
import { headerFaults } from '../producers/header-faults.ts'
import { keptLogFindings } from '../producers/log-faults.ts'
import { type Preview, preview } from '../update/preview.ts'
import { collectFindings, type FoundIn, scanFindings } from './collect-findings.ts'
import type { Inspection, Outcome } from './inspection.ts'
import { imageReport, logReport } from './plain.ts'

/** The inspection, and the engine's own objects to read on with: these stay where they are made. */
export interface Inspected {
  readonly inspection: Inspection
  readonly before: Image
  readonly scan: LogScan | undefined
  /** Only where the outcome is "replayable". */
  readonly update: Replay | undefined
  readonly found: FoundIn
}

/** The file as an update would leave it. */
interface Updated {
  /** The file as it would be. */
  readonly result: Preview
  /** The result, read as an image. */
  readonly after: Image
  readonly report: UpdateReport
}

/** A replay that may be carried out. */
export interface Replay extends Updated {
  readonly kind: 'replay'
  readonly plan: ReplayPlan
}

/** What the user chose to make of a damaged file: nothing in it asks for that. */
export interface Salvaging extends Updated {
  readonly kind: 'salvage'
}

/** An inspected file as it is viewed: before, and after its replay or a salvage. */
export interface Viewed extends Omit<Inspected, 'update'> {
  readonly update: Replay | Salvaging | undefined
}

/**
 * Reads headers, log, region tables and metadata, plans the replay and reads them again through it.
 * Of the BAT no more is read than 16 MiB, and that only where the log writes outside of the structures (see
 * `surveyBlocks`): the cost follows the log, not the disk. Never throws on
 * content; passes on the source's I/O errors and the signal's abort.
 */
export async function inspect(source: ByteSource, ids: ReplayIds, run?: Run): Promise<Inspected> {
  const before = await readImage(source, run)
  // A known fault says more than what follows from it, and so comes first.
  const head = [...headerFaults(before), ...withoutExpectedSize(headFindings(before), before)]
  const { current } = before.headers
  const log = current ? await readLog(source, current, run) : undefined
  const attempt =
    isDirty(before) && current && !refusal(head)
      ? await tryReplay({ source, current, log }, ids, run)
      : undefined
  if (!isVhdx(before)) {
    // What a header would have to be says nothing about a file of another kind.
    const found = { head: before.identity.findings, before: [], log: [], after: [] }
    return conclude(before, undefined, undefined, found)
  }
  const found: FoundIn = {
    head,
    before: [...regionFindings(before), ...overlapsBefore(before, log?.scan)],
    after: attempt?.after ?? [],
    log: [...(attempt?.log ?? []), ...keptLog(before, attempt), ...(log?.findings ?? [])],
    unlisted: log?.scan?.unlisted,
  }
  return conclude(before, log?.scan, attempt?.replay, found)
}

/** A VHDX whose log has to be replayed before anything else in it may be believed. */
export const isDirty = (image: Image): boolean =>
  isVhdx(image) && (image.headers.current?.values?.logGuid ?? NIL_GUID) !== NIL_GUID

interface ReadLog {
  readonly scan: LogScan | undefined
  readonly findings: readonly Finding[]
}

async function readLog(source: ByteSource, current: HeaderCopy, run?: Run): Promise<ReadLog> {
  const { region, findings } = findLogRegion(current, source.size)
  const scan = region && (await scanLog(source, region, current.values?.logGuid ?? NIL_GUID, run))
  return { scan, findings: [...findings, ...scanFindings(scan)] }
}

/** In a clean file the tables on disk count; in a dirty one those after the replay (§2.3.3). */
function overlapsBefore(before: Image, scan: LogScan | undefined): readonly Finding[] {
  const { current } = before.headers
  if (!current || !scan || isDirty(before)) return []
  return logOverlapFindings(current, scan.region, before.regionTables.current?.entries ?? [])
}

/** A log that is applied already, and that a program went on to name. */
function keptLog({ headers }: Image, attempt: Attempt | undefined): readonly Finding[] {
  const isApplied = attempt?.log.some(({ rule }) => rule === 'replay.changes-nothing') ?? false
  return isApplied ? keptLogFindings(headers) : []
}

interface Attempt {
  readonly replay?: Replay
  readonly log: readonly Finding[]
  readonly after?: readonly Finding[]
}

interface Replayed {
  readonly source: ByteSource
  readonly current: HeaderCopy
  readonly log: ReadLog | undefined
}

async function tryReplay(
  { source, current, log }: Replayed,
  ids: ReplayIds,
  run?: Run,
): Promise<Attempt> {
  const scan = log?.scan
  if (!scan || !current.values) return { log: [] }
  if (!scan.active) {
    const values = { logGuid: scan.guid, candidates: scan.entries.length }
    return { log: [finding('log.no-active-sequence', scan.region, values)] }
  }
  const header = { copy: current.copy, values: current.values }
  const { region, active } = scan
  const plan = await planReplay({ source, region, active, header, ids }, run)
  const dirty = finding('log.dirty', region, {
    logGuid: scan.guid,
    entries: active.entries.length,
    writes: plan.writes.length,
  })
  if (refusal(plan.findings)) return { log: [dirty, ...plan.findings] }

  const result = preview(source, plan.steps)
  const after = await readImage(result, run)
  const regions = after.regionTables.current?.entries ?? []
  const afterFindings = [...regionFindings(after), ...logOverlapFindings(current, region, regions)]
  if (refusal(afterFindings)) return { log: [dirty, ...plan.findings], after: afterFindings }

  const report = await reportUpdate('replay', result, after, run)
  const idle = report.changes.length === 0 && report.sizeAfter === report.sizeBefore
  const nothing = finding('replay.changes-nothing', region, { writes: plan.writes.length })
  return {
    replay: { kind: 'replay', plan, result, after, report },
    log: [dirty, ...plan.findings, ...(idle ? [nothing] : [])],
    after: afterFindings,
  }
}

/** Puts the answer together; `surveyBlocks` does it again with what it has added. */
export function conclude(
  before: Image,
  scan: LogScan | undefined,
  replay: Replay | undefined,
  found: FoundIn,
): Inspected {
  const { outcome, decisive } = judge(before, replay, found)
  const valid = outcome === 'replayable' ? replay : undefined
  const inspection: Inspection = {
    size: before.source.size,
    outcome,
    refusal: decisive,
    identity: before.identity,
    headers: before.headers,
    log: scan && logReport(scan),
    update: valid?.report,
    before: imageReport(before),
    after: valid && imageReport(valid.after),
    findings: collectFindings(found, isDirty(before)),
  }
  return { inspection, before, scan, update: valid, found }
}

/** What a replay may still mend does not refuse a dirty file; what its log or its result says does. */
function judge(
  before: Image,
  replay: Replay | undefined,
  found: FoundIn,
): { readonly outcome: Outcome; readonly decisive: StatedFinding | undefined } {
  const decisive =
    statedRefusal('before', found.head) ??
    (isDirty(before) ? undefined : statedRefusal('before', found.before)) ??
    statedRefusal('log', found.log) ??
    statedRefusal('after', found.after)
  if (!isVhdx(before)) return { outcome: 'not-vhdx', decisive }
  if (decisive) return { outcome: 'refused', decisive }
  return { outcome: replay ? 'replayable' : 'clean', decisive }
}

function statedRefusal(
  state: FindingState,
  findings: readonly Finding[],
): StatedFinding | undefined {
  const found = refusal(findings)
  return found && { ...found, state, counts: true }
}
