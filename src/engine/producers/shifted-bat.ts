/** Whether QEMU has shifted a BAT (its issue 727): the traces in the table, the space and the log. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { plural } from '../bytes/format.ts'
import { type Finding, finding } from '../findings/finding.ts'
import { batEntryRange } from '../format/bat-index.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { Bat, BatCensus } from '../image/bat/bat.ts'
import { DATA_THERE } from '../image/bat/free-space.ts'
import type { Image } from '../image/image.ts'
import type { LogScan } from '../log/log.ts'
import { type BatRepair, repairBat, tableSize } from './bat-repair.ts'
import { type BitmapSlots, readBitmapSlots } from './bitmap-slots.ts'
import { mayBeShifted } from './creator.ts'
import { plausibleShifts } from './plausible-shift.ts'
import type { ShiftedSector } from './shifted-sectors.ts'

export interface ShiftedBatParams {
  /** As it is in force: after the replay, if there is one. */
  readonly image: Image
  readonly census: BatCensus
  /** About its blocks and its space. */
  readonly findings: readonly Finding[]
  /** Of the file on disk. */
  readonly scan: LogScan | undefined
}

/**
 * Reads two entries for each chunk, where the census says that there is something to be found, and of
 * the log what `repairBat` reads. Only files that QEMU has made, and only without a parent, since
 * QEMU makes no others.
 */
export async function shiftedBatFindings(
  { image, census, findings, scan }: ShiftedBatParams,
  run?: Run,
): Promise<readonly Finding[]> {
  const { bat, source } = image
  if (bat === undefined || !mayBeShifted(image)) return []
  const { 'reserved-2': zeros = 0, present = 0 } = census.sectorBitmap
  const slots = zeros + present > 0 ? await readBitmapSlots(source, bat, run) : undefined
  const repair = scan && (await repairBat({ image, scan }, run))
  const likely = slots?.first ? await countLikely(image, bat, run) : NONE_LIKELY
  return [
    ...(slots?.first ? [bitmapFinding(bat, slots, slots.first)] : []),
    ...movedFinding(bat, census, { slots, lost: lostPieces(findings, bat), repair, likely }),
  ]
}

interface LikelyShifts {
  readonly sectors: number
  readonly moved: number
}

const NONE_LIKELY: LikelyShifts = { sectors: 0, moved: 0 }

/** Reads the table, where entries of sector bitmaps show that something of it was shifted. */
async function countLikely({ source }: Image, bat: Bat, run?: Run): Promise<LikelyShifts> {
  let { sectors, moved } = NONE_LIKELY
  for await (const shift of plausibleShifts(source, bat, run)) {
    if (shift.moved === 0) continue
    sectors++
    moved += shift.moved
  }
  return { sectors, moved }
}

const bitmapFinding = (
  bat: Bat,
  { count }: BitmapSlots,
  first: NonNullable<BitmapSlots['first']>,
) =>
  finding('producer.qemu-shifted-bitmap', batEntryRange(bat, first.index), {
    slots: count,
    ...first,
  })

/** How many blocks fit into space that holds data and that nobody owns. */
const lostPieces = (findings: readonly Finding[], { geometry }: Bat): number =>
  findings
    .filter(({ rule }) => rule === 'space.unreferenced' || rule === 'space.trailing')
    .filter(({ values }) => values['content'] === DATA_THERE)
    .reduce((sum, { at }) => sum + Math.floor(at.length / geometry.blockSize), 0)

interface Clues {
  readonly slots: BitmapSlots | undefined
  /** How many blocks lie where nobody owns them (see `lostPieces`). */
  readonly lost: number
  readonly repair: BatRepair | undefined
  /** Sectors that most likely were shifted, and how many blocks have places of others in them. */
  readonly likely: LikelyShifts
}

function movedFinding(
  bat: Bat,
  { payload }: BatCensus,
  { slots, lost, repair, likely }: Clues,
): readonly Finding[] {
  const { placed = 0, emptied = 0, count = 0 } = slots ?? {}
  const shifts = repair?.shifts.filter(({ movedBlocks }) => movedBlocks) ?? []
  // With ZERO for all that was never written, QEMU leaves no other entry NOT_PRESENT.
  const isEmptied = emptied > 0 && emptied === payload['not-present'] && (payload.zero ?? 0) > 0
  const isMoved = placed > 0 || shifts.length > 0 || likely.sectors > 0 || (count > 0 && lost > 0)
  if (!isMoved) return []
  const evidence = [
    ...(placed > 0
      ? [
          `${plural(placed, 'sector bitmap entry holds', 'sector bitmap entries hold')} the place of a block`,
        ]
      : []),
    ...(isEmptied
      ? [
          `${plural(emptied, 'payload entry holds', 'payload entries hold')} what a sector bitmap’s would`,
        ]
      : []),
    ...(lost > 0 ? [`space for ${plural(lost, 'block')} that nobody owns holds data`] : []),
    ...(likely.sectors > 0
      ? [
          `in ${plural(likely.sectors, 'sector')} of the BAT ${plural(likely.moved, 'block has', 'blocks have')} an earlier place than the first entry, which was written when the sector was shifted`,
        ]
      : []),
    ...(repair && shifts.length > 0 ? [proofOf(repair, shifts)] : []),
  ].join('; ')
  return [
    finding('producer.qemu-shifted-bat', rangeOf(bat, slots, shifts), {
      evidence,
      lost,
      proven: shifts.length,
      changes: repair?.changes.length ?? 0,
      // Where the repaired table belongs.
      tableOffset: bat.region.offset,
      tableLength: tableSize(bat),
    }),
  ]
}

function proofOf({ changes }: BatRepair, shifts: readonly ShiftedSector[]): string {
  const [first] = shifts
  const numbers = [first?.before, first?.shifted].map((entry) => entry?.header.sequenceNumber)
  const wrong = plural(changes.length, 'wrong entry', 'wrong entries')
  return `the log proves it for ${plural(shifts.length, 'sector')} of the BAT, first with its entries ${numbers.join(' and ')}${
    changes.length > 0 ? `, and says what ${wrong} should be` : ''
  }`
}

/** The first sector that is proven to be shifted, or the first entry that shows it. */
function rangeOf(
  bat: Bat,
  slots: BitmapSlots | undefined,
  [sector]: readonly ShiftedSector[],
): ByteRange {
  if (sector) return { offset: sector.offset, length: LOG_SECTOR_SIZE }
  return batEntryRange(bat, slots?.first?.index ?? 0)
}
