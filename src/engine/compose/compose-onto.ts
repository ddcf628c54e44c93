/** A recipe's log put onto an image that exists. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { LOG_VERSION } from '../format/header.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { type Image, readImage } from '../image/image.ts'
import { findLogRegion, logOverlapFindings } from '../image/log-region.ts'
import type { LogRegion } from '../log/log.ts'
import { planHeaderUpdate } from '../update/header-update.ts'
import type { Step } from '../update/step.ts'
import { batSectorsOf, composeLog, type LogWrite, logGuidOf } from './compose-log.ts'
import { describeLog } from './describe-log.ts'
import { spender } from './describe-recipe.ts'
import type { LogDescription } from './description.ts'
import { checkShape, problemLine } from './parse-recipe.ts'
import type { RecipeLog } from './recipe.ts'
import { logSchema } from './recipe-schema.ts'
import { SparseFile } from './sparse-file.ts'

/** The message is one sentence for the user. */
export class CannotComposeError extends Error {
  override readonly name = 'CannotComposeError'
}

/** Of an image without one: no entry of a recipe can be in it. */
const NO_BAT = { offset: 0, length: 0 }

/**
 * Replaces the log of the image `source` by that of a recipe, whose `length` does not count: writes
 * to the log and to the headers, and nowhere else. What the log held before is gone, changes that
 * wait in it for their replay too. The headers name no log while it is being written.
 * Rejects with a `CannotComposeError` where the image has no log that can be written, or where the
 * recipe asks for what its ring or its BAT do not have.
 */
export async function composeOnto(source: ByteSource, log: RecipeLog): Promise<readonly Step[]> {
  const image = await readImage(source)
  const { current } = image.headers
  if (image.identity.kind !== 'vhdx' || current?.values === undefined) {
    throw new CannotComposeError('A log can only be put onto a VHDX with a valid header.')
  }
  const ring = usableLog(image)
  const description = describeFor(log, ring, image)
  const bat = image.bat?.region ?? NO_BAT
  const sectors = await readBat(source, bat.offset, description)
  const ground = {
    log: ring,
    bat,
    fileSize: source.size,
    take: (offset: number, length: number) => sectors.take(offset, length),
  }
  const header = { copy: current.copy, values: current.values }
  const opening = planHeaderUpdate(header, { logGuid: NIL_GUID })
  const closing = planHeaderUpdate(opening.current, {
    logGuid: logGuidOf(description),
    logVersion: LOG_VERSION,
  })
  return [
    ...opening.steps,
    ...logSteps(ring, composeLog(ground, description)),
    { kind: 'flush' },
    ...closing.steps,
  ]
}

/** The place of the log, where writing to it destroys nothing else. */
function usableLog({ source, headers: { current }, regionTables }: Image): LogRegion {
  const region = current && findLogRegion(current, source.size).region
  if (region === undefined) {
    throw new CannotComposeError('The headers of the image name no place where a log can be.')
  }
  const regions = regionTables.current?.entries ?? []
  if (current && logOverlapFindings(current, region, regions).length > 0) {
    throw new CannotComposeError(
      'The log of the image overlaps another region: it cannot be written.',
    )
  }
  return region
}

function describeFor(log: RecipeLog, ring: LogRegion, { bat, geometry }: Image): LogDescription {
  const bounds = { ring, batEntries: (bat && geometry?.batEntries) ?? 0, spend: spender() }
  const checked = checkShape(logSchema, log, ['log'], (found, report) =>
    describeLog(found, bounds, 'log', report),
  )
  if (checked.ok) return checked.value
  throw new CannotComposeError(`The recipe does not fit: ${problemLine(checked.problems[0])}`)
}

/** The sectors of the BAT that the log changes, where they are in the file. */
async function readBat(
  source: ByteSource,
  bat: number,
  { entries = [] }: LogDescription,
): Promise<SparseFile> {
  const changed = entries.flatMap(({ updates = [] }) =>
    updates.flatMap((update) => (update.kind === 'bat' ? batSectorsOf(update.changes) : [])),
  )
  const sectors = new SparseFile()
  for (const sector of new Set(changed)) {
    const offset = bat + sector * LOG_SECTOR_SIZE
    if (offset + LOG_SECTOR_SIZE > source.size) {
      throw new CannotComposeError('The file ends before the BAT entries that the recipe changes.')
    }
    sectors.put(offset, await source.read(offset, LOG_SECTOR_SIZE))
  }
  return sectors
}

function logSteps(ring: LogRegion, writes: Iterable<LogWrite>): readonly Step[] {
  const steps: Step[] = [
    {
      kind: 'write',
      offset: ring.offset,
      content: { kind: 'zeros', length: ring.length },
      cause: { kind: 'log', entry: 0 },
    },
  ]
  for (const { offset, bytes, entry } of writes) {
    const content = { kind: 'bytes', bytes } as const
    steps.push({ kind: 'write', offset, content, cause: { kind: 'log', entry } })
  }
  return steps
}
