/** A BAT that QEMU has shifted (its issue 727), put back: as its log proves, else as it most likely was. */
import { plural } from '../bytes/format.ts'
import type { Loss } from '../diagnosis/losses.ts'
import { blockOfIndex } from '../format/bat-index.ts'
import type { Bat } from '../image/bat/bat.ts'
import { DATA_THERE } from '../image/bat/free-space.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { repairBat } from '../producers/bat-repair.ts'
import { plausibleShifts } from '../producers/plausible-shift.ts'
import { type Ground, type SalvageLoss, type SalvageWay, writeBytes } from './way.ts'

/** More sectors are not held in memory: those of a table of 8 MiB. */
const MAX_SECTORS = 2048

export const batShiftedBack: SalvageWay = async ({ inspected, run }) => {
  const { before, scan, inspection } = inspected
  const { bat } = before
  if (!bat) return { why: 'Nothing says where the table of blocks is.' }
  const surveyed = inspection.before.census ? inspected : await surveyBlocks(inspected, run)
  const { findings } = surveyed.inspection
  if (!findings.some(({ rule }) => rule === 'producer.qemu-shifted-bat')) {
    return { why: 'Nothing says that QEMU has shifted the table of blocks.' }
  }
  const proven = scan && (await repairBat({ image: before, scan }, run))
  const sectors = new Map((proven?.repaired ?? []).map((each) => [each.offset, each.repaired]))
  const likely = await likelySectors(before.source, bat, sectors, run)
  if (sectors.size + likely.sectors.size === 0) {
    return { why: 'Neither the log nor the table itself says how it should be.' }
  }
  if (sectors.size + likely.sectors.size > MAX_SECTORS)
    return { why: 'Too much of the table is shifted.' }
  const lost = findLost(surveyed, bat, likely)
  return {
    steps: [...sectors, ...likely.sectors].flatMap(([offset, bytes]) => writeBytes(offset, bytes)),
    losses: lossesOf(sectors.size, likely.sectors.size, lost),
  }
}

interface Likely {
  /** By where they are in the file. */
  readonly sectors: ReadonlyMap<number, Uint8Array>
  /** Indices of entries of which nothing says what they were. */
  readonly lost: readonly number[]
}

async function likelySectors(
  source: Inspected['before']['source'],
  bat: Bat,
  proven: ReadonlyMap<number, Uint8Array>,
  run: Ground['run'],
): Promise<Likely> {
  const sectors = new Map<number, Uint8Array>()
  const lost: number[] = []
  for await (const shift of plausibleShifts(source, bat, run)) {
    if (proven.has(shift.offset)) continue
    sectors.set(shift.offset, shift.repaired)
    lost.push(...shift.lost)
    if (sectors.size > MAX_SECTORS) break
  }
  return { sectors, lost }
}

interface Lost {
  /** Blocks of which nothing says where they are, and whether they are anywhere. */
  readonly unknown: Loss
  /** Pieces of space that hold data and that nobody owns. */
  readonly pieces: number
}

/** Where nothing is left over, every block that is unknown had no place: QEMU gives none back. */
function findLost({ inspection: { findings } }: Inspected, bat: Bat, { lost }: Likely): Lost {
  const { geometry } = bat
  const { blockSize, virtualDiskSize } = geometry
  const pieces = findings
    .filter(({ rule }) => rule === 'space.unreferenced' || rule === 'space.trailing')
    .filter(({ values }) => values['content'] === DATA_THERE)
    .reduce((sum, { at }) => sum + Math.floor(at.length / blockSize), 0)
  const ranges =
    pieces === 0
      ? []
      : lost.map((index) => {
          const start = blockOfIndex(geometry, index) * blockSize
          return { offset: start, length: Math.min(blockSize, virtualDiskSize - start) }
        })
  const bytes = ranges.reduce((sum, { length }) => sum + length, 0)
  return { unknown: { bytes, blocks: ranges.length, ranges, rangeCount: ranges.length }, pieces }
}

function lossesOf(
  proven: number,
  likely: number,
  { unknown, pieces }: Lost,
): readonly SalvageLoss[] {
  return [
    ...(proven > 0
      ? [
          `${plural(proven, 'sector')} of the table ${proven === 1 ? 'is' : 'are'} put back as the log proves.`,
        ]
      : []),
    ...(likely > 0
      ? [
          `${plural(likely, 'sector')} of the table ${likely === 1 ? 'is' : 'are'} put back as ${likely === 1 ? 'it' : 'they'} most likely ${likely === 1 ? 'was' : 'were'}: the log knows nothing of ${likely === 1 ? 'it' : 'them'} any more. If that is wrong, blocks of the disk are mixed up.`,
        ]
      : []),
  ]
    .map((sentence): SalvageLoss => ({ sentence }))
    .concat(
      unknown.blocks > 0
        ? [
            {
              sentence: `Of ${plural(unknown.blocks, 'block')} nothing says any more whether ${unknown.blocks === 1 ? 'it has' : 'they have'} a place: ${unknown.blocks === 1 ? 'it reads' : 'they read'} as zeros. ${plural(pieces, 'block')} that nobody owns ${pieces === 1 ? 'holds' : 'hold'} data.`,
              disk: unknown,
            },
          ]
        : [],
    )
}
