/** What the whole BAT says: how many blocks are in which state, and what is wrong with them, §2.5. */
import type { ByteRange, Run } from '../../bytes/byte-source.ts'
import { type Finding, finding } from '../../findings/finding.ts'
import { Listing } from '../../findings/listing.ts'
import type { Severity } from '../../findings/rule.ts'
import type { RuleId } from '../../findings/rules.ts'
import { batEntryRange } from '../../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MIB } from '../../format/layout.ts'
import type { Image } from '../image.ts'
import { type Structure, structuresOf } from '../structure-map.ts'
import type { Bat, BatCensus } from './bat.ts'
import { BatPass } from './bat-pass.ts'
import { BlockPlaces, type Report } from './block-places.ts'
import { spaceFindings } from './free-space.ts'
import { visitBat } from './visit-bat.ts'

export interface BatSurvey {
  readonly census: BatCensus
  /** At most `MAX_PER_RULE` of each rule. */
  readonly findings: readonly Finding[]
  /** How many more there are of each. */
  readonly unlisted: ReadonlyMap<RuleId, number>
}

export interface SurveyParams {
  /** What the replay writes, disjoint and in order: payload blocks must not lie there, §2.3. */
  readonly targets: readonly ByteRange[]
  /** How much a block in the log weighs, where not as the rule says. */
  readonly logSeverity?: Severity | undefined
}

export type SurveyedImage = Pick<Image, 'source' | 'headers' | 'regionTables'> & {
  readonly bat: Bat
}

/**
 * Reads the whole table once, in windows, and 64 MiB at most of the space that nobody owns. Takes a
 * bit or two for each MiB of the file, whatever the entries say. Without `params` only counts.
 * Progress in entries.
 */
export async function surveyBat(
  image: SurveyedImage,
  params: SurveyParams | undefined,
  run?: Run,
): Promise<BatSurvey> {
  const { source, bat } = image
  const listing = new Listing()
  const findings: Finding[] = []
  const report: Report = (rule, index, values) => {
    if (!params || !listing.take(rule)) return
    const severity = severityIn(rule, bat, params)
    findings.push(finding(rule, batEntryRange(bat, index), { index, ...values() }, severity))
  }
  const structures = structuresOf(image)
  const { targets } = params ?? { targets: [] }
  const { blockSize } = bat.geometry
  const places = new BlockPlaces({ fileSize: source.size, blockSize, structures, targets }, report)
  const pass = new BatPass(bat, places, report)
  await passOver(image, pass, params !== undefined, run)
  const census = pass.finish()
  const isMapped = isSpaceKnown(bat, structures)
  const space = params && isMapped ? await spaceFindings(source, places.free(), listing, run) : []
  return { census, findings: [...findings, ...space], unlisted: listing.unlisted() }
}

/** Hands the whole table to `pass`; with `slack` also what of its region the disk does not need. */
export async function passOver(
  image: Pick<SurveyedImage, 'source' | 'bat'>,
  pass: BatPass,
  slack: boolean,
  run?: Run,
): Promise<void> {
  await visitBat(image.source, image.bat, run, (window) => {
    pass.visit(window)
    return true
  })
  if (slack && isWhole(image.bat)) await visitSlack(image, pass)
}

const isWhole = ({ count, geometry }: Bat): boolean => count === geometry.batEntries

/** Whether all that owns space can be known: of a log in no place it can be nobody knows what belongs to it. */
export const isSpaceKnown = (bat: Bat, structures: readonly Structure[]): boolean =>
  isWhole(bat) && structures.some(({ kind }) => kind === 'log')

function severityIn(rule: RuleId, { geometry }: Bat, { logSeverity }: SurveyParams) {
  if (rule === 'log.overlaps-block') return logSeverity
  // Nobody reads the bitmaps of a disk that has no parent; QEMU 7.2 has left such states there.
  const isHarmless = rule === 'bat.bitmap-state' && geometry.kind !== 'differencing'
  return isHarmless ? ('warning' as const) : undefined
}

/** Regions are whole MiB: what of the last one the disk has no blocks for. */
async function visitSlack(
  { source, bat }: Pick<SurveyedImage, 'source' | 'bat'>,
  pass: BatPass,
): Promise<void> {
  const { offset } = bat.region
  const first = bat.count
  const inMib = Math.ceil((first * BAT_ENTRY_SIZE) / MIB) * MIB
  const length = Math.min(inMib, bat.region.length, source.size - offset)
  const end = Math.floor(length / BAT_ENTRY_SIZE)
  if (end <= first) return
  const bytes = await source.read(batEntryRange(bat, first).offset, (end - first) * BAT_ENTRY_SIZE)
  pass.visitSlack({ view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), first, end })
}
