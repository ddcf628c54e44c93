/** The part of an inspection that needs every BAT entry: the census, and what is wrong with the blocks. */
import type { Run } from '../bytes/byte-source.ts'
import { loggedExtents } from '../changes/changes.ts'
import { reportUpdate } from '../changes/update-report.ts'
import type { Finding } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import { allocationFindings } from '../image/bat/allocation-findings.ts'
import { type BatSurvey, type SurveyParams, surveyBat } from '../image/bat/bat-survey.ts'
import { withoutExpectedSpace } from '../image/bat/expected-space.ts'
import type { Image } from '../image/image.ts'
import { mayBeShifted } from '../producers/creator.ts'
import { notExtendedFindings } from '../producers/log-faults.ts'
import { conclude, type Inspected, isDirty, type Replay } from './inspect.ts'

/**
 * Reads the BAT before and after the replay, whole and in windows, and concludes again: a block in
 * the log refuses a dirty file (§2.5.1). The cost follows the virtual disk's size, up to 512 MiB of
 * BAT for 64 TiB in blocks of 1 MiB. Progress in entries.
 */
export async function surveyBlocks(inspected: Inspected, run?: Run): Promise<Inspected> {
  const { before, scan, found } = inspected
  const update = inspected.update && (await withBlockNames(inspected.update, run))
  const images = update ? [before, update.after] : [before]
  const part = partsOf(
    run,
    images.reduce((sum, { bat }) => sum + (bat?.count ?? 0), 0),
  )

  // What is wrong in a dirty file before the replay says nothing yet.
  const params = isDirty(before) ? undefined : ({ targets: [], logSeverity: 'error' } as const)
  const old = await survey(before, params, part)
  const now =
    update && (await survey(update.after, { targets: loggedExtents(update.result) }, part))
  const surveyed = update ? now : params && old
  const image = update ? update.after : before
  const judged = surveyed && (await judgeBlocks(image, surveyed, inspected, run))
  const concluded = conclude(before, scan, update, {
    ...found,
    before: [...found.before, ...(update ? [] : (judged ?? []))],
    after: [...found.after, ...(update ? (judged ?? []) : [])],
    unlisted: added(found.unlisted, old?.unlisted, now?.unlisted),
  })
  const { inspection } = concluded
  return {
    ...concluded,
    inspection: {
      ...inspection,
      before: { ...inspection.before, census: old?.census },
      after: inspection.after && { ...inspection.after, census: now?.census },
    },
  }
}

/** Large tables are not read for the names of what is written, until all of them are. */
async function withBlockNames(update: Replay, run: Run | undefined): Promise<Replay> {
  const { kind, result, after, report } = update
  if (!report.changes.some(({ structure }) => structure === 'block-or-unowned')) return update
  const limit = Number.POSITIVE_INFINITY
  const named = await reportUpdate(kind, result, after, { signal: run?.signal, limit })
  return { ...update, report: named }
}

/** What the survey found, and what its census and its findings mean together with log and creator. */
async function judgeBlocks(
  image: Image,
  { census, findings }: BatSurvey,
  { scan, update }: Pick<Inspected, 'scan' | 'update'>,
  run?: Run,
): Promise<readonly Finding[]> {
  const crashed = update !== undefined
  const { geometry, source } = image
  if (geometry === undefined) return findings
  const shifts = mayBeShifted(image)
    ? // Of use for few files, so that nobody else waits for the code.
      await import('../producers/shifted-bat.ts').then(({ shiftedBatFindings }) =>
        shiftedBatFindings({ image, census, findings, scan }, run && { signal: run.signal }),
      )
    : []
  return [
    ...allocationFindings(image, census),
    ...shifts,
    ...(scan && !crashed ? notExtendedFindings(scan, source.size, findings) : []),
    ...withoutExpectedSpace(findings, { geometry, crashed }),
  ]
}

type Part = (entries: number) => Run | undefined

async function survey(
  { bat, ...image }: Image,
  params: SurveyParams | undefined,
  part: Part,
): Promise<BatSurvey | undefined> {
  return bat && surveyBat({ ...image, bat }, params, part(bat.count))
}

function added(
  ...counts: readonly (ReadonlyMap<RuleId, number> | undefined)[]
): ReadonlyMap<RuleId, number> {
  const sum = new Map<RuleId, number>()
  for (const [rule, count] of counts.flatMap((each) => [...(each ?? [])])) {
    sum.set(rule, (sum.get(rule) ?? 0) + count)
  }
  return sum
}

/** Runs for the parts of a whole of `total`, each of which reports from where the one before ended. */
function partsOf(run: Run | undefined, total: number): Part {
  let start = 0
  return (entries) => {
    const from = start
    start += entries
    return run && { ...run, onProgress: (done) => run.onProgress?.(from + done, total) }
  }
}
