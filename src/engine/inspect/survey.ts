/** The part of an inspection that needs every BAT entry: the census, and blocks in forbidden places. */
import type { Run } from '../bytes/byte-source.ts'
import type { Finding } from '../findings/finding.ts'
import type { BatCensus } from '../image/bat.ts'
import { censusOf } from '../image/bat-census.ts'
import type { Image } from '../image/image.ts'
import { type Forbidden, findBlockConflicts } from './block-conflicts.ts'
import { loggedExtents } from './changes.ts'
import { conclude, type Inspected, isDirty } from './inspect.ts'

/**
 * Reads the BAT before and after the replay, whole and in windows, and concludes again: a block in
 * the log refuses a dirty file (§2.5.1). The cost follows the virtual disk's size, up to 512 MiB of
 * BAT for 64 TiB in blocks of 1 MiB. Progress in entries.
 */
export async function surveyBlocks(inspected: Inspected, run?: Run): Promise<Inspected> {
  const { before, scan, replay, found } = inspected
  const log = scan?.region
  const images = replay ? [before, replay.after] : [before]
  const part = partsOf(run, 2 * images.reduce((sum, { bat }) => sum + (bat?.count ?? 0), 0))

  // What is wrong in a dirty file before the replay says nothing yet.
  const forbidden = isDirty(before) ? undefined : ({ log, severity: 'error', targets: [] } as const)
  const old = await survey(before, part, forbidden)
  const now =
    replay && (await survey(replay.after, part, { log, targets: loggedExtents(replay.result) }))
  const concluded = conclude(before, scan, replay, {
    ...found,
    before: [...found.before, ...old.findings],
    after: [...found.after, ...(now?.findings ?? [])],
  })
  const { inspection } = concluded
  return {
    ...concluded,
    inspection: {
      ...inspection,
      before: { ...inspection.before, census: old.census },
      after: inspection.after && { ...inspection.after, census: now?.census },
    },
  }
}

interface Survey {
  readonly census: BatCensus | undefined
  readonly findings: readonly Finding[]
}

type Part = (entries: number) => Run | undefined

async function survey(
  { source, bat }: Image,
  part: Part,
  forbidden: Forbidden | undefined,
): Promise<Survey> {
  if (!bat) return { census: undefined, findings: [] }
  const census = await censusOf(source, bat, part(bat.count))
  if (!forbidden) return { census, findings: [] }
  return { census, findings: await findBlockConflicts(source, bat, forbidden, part(bat.count)) }
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
