/** Which bytes of a file are structures, by any reading of it: on disk, after its replay, and as salvage would have it. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { clipRange, joinRanges, totalLength } from '../bytes/ranges.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import type { Looks } from '../diagnosis/looks.ts'
import type { UnitMap } from '../image/bat/unit-map.ts'
import { type Image, isVhdx } from '../image/image.ts'
import { findLogRegion } from '../image/log-region.ts'
import { structuresOf } from '../image/structure-map.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { searchRegions } from '../salvage/evidence/lost-regions.ts'
import { draftSalvage } from '../salvage/plan-salvage.ts'
import { BY_STAGE } from '../salvage/planning.ts'
import type { SalvageWayId } from '../salvage/salvage-words.ts'
import { isClosedOff, TRIAL_IDS } from '../salvage/way.ts'
import { blocksOf, payloadIn, withoutPayload } from './disk-blocks.ts'

export interface KeptRanges {
  /** Disjoint, in order, none next to another, all in the file. */
  readonly ranges: readonly ByteRange[]
  /** Bytes of `ranges` that blocks of the disk claim, too. */
  readonly overlapping: number
  /** Bytes that are kept for what they may be: a damaged table names them, or a search has found them. */
  readonly possible: number
  /** MiB of the file with payload, by the table before the replay and by that behind it. */
  readonly payload: readonly UnitMap[]
}

/**
 * Structures that count are kept also where a block lies on them; what may be one only where no block does.
 * `inspected` has been surveyed.
 */
export async function keptRanges(
  inspected: Inspected,
  looks: Looks,
  run?: Run,
): Promise<KeptRanges> {
  const { before, update } = inspected
  const images = [before, ...(update ? [update.after] : [])]
  const blocks = []
  for (const image of images) blocks.push(await blocksOf(image, run))
  const payload = blocks.map((each) => each.payload)
  const file = { offset: 0, length: before.source.size }
  const certain = inFile(file, [
    ...images.flatMap((image) => structuresOf(image).map(({ at }) => at)),
    ...blocks.flatMap(({ bitmaps }) => bitmaps),
  ])
  const possible = inFile(file, [
    ...images.flatMap(otherCopies),
    ...(await ofSalvage(inspected, looks, run)),
  ]).flatMap((range) => [...withoutPayload(range, payload)])
  const ranges = joinRanges([...certain, ...possible].sort((a, b) => a.offset - b.offset))
  return {
    ranges,
    overlapping: certain.reduce((sum, range) => sum + payloadIn(range, payload), 0),
    possible: totalLength(ranges) - totalLength(certain),
    payload,
  }
}

const inFile = (file: ByteRange, ranges: readonly ByteRange[]): readonly ByteRange[] =>
  joinRanges(
    ranges
      .map((range) => clipRange(range, file))
      .filter(({ length }) => length > 0)
      .sort((a, b) => a.offset - b.offset),
  )

/** What the header and the region table name that are whole and do not count. */
function otherCopies({ headers, regionTables, source }: Image): readonly ByteRange[] {
  return [
    ...headers.copies.flatMap((copy) => (copy.valid ? logOf(copy, source) : [])),
    ...regionTables.copies.flatMap(({ valid, entries }) =>
      valid ? entries.flatMap(({ range }) => range ?? []) : [],
    ),
  ]
}

function logOf(copy: Image['headers']['copies'][number], { size }: ByteSource) {
  const { region } = findLogRegion(copy, size)
  return region ? [region] : []
}

/** What the ways of salvage take for structures, each alone and all together; none where nothing is wrong. */
async function ofSalvage(
  inspected: Inspected,
  looks: Looks,
  run?: Run,
): Promise<readonly ByteRange[]> {
  const { condition } = await diagnose(inspected, { looks }, run)
  if (condition === 'sound' && !isClosedOff(inspected)) return []
  const { before, update } = inspected
  const found: ByteRange[] = []
  const { remains } = looks
  for (const at of [remains?.metadata, remains?.bat?.at, remains?.log?.at]) if (at) found.push(at)
  for (const image of [before, ...(update ? [update.after] : [])]) {
    if (image.regionTables.current || !(isVhdx(image) || remains)) continue
    const { metadata, pairs } = await searchRegions(image, run)
    found.push(...metadata, ...pairs.flatMap((pair) => [pair.metadata, pair.bat]))
  }
  const doubtless = BY_STAGE.filter((way) => way !== 'by-other-header')
  const choices: readonly (readonly SalvageWayId[])[] = [
    ...BY_STAGE.map((way) => [way]),
    doubtless,
    BY_STAGE,
  ]
  for (const ways of choices) {
    await takeTurn(run)
    const leniently = ways.length > 1
    const draft = await draftSalvage(inspected, { ways, leniently }, TRIAL_IDS, run)
    if ('why' in draft) continue
    const { after } = draft
    for (const image of [after.before, ...(after.update ? [after.update.after] : [])]) {
      found.push(...structuresOf(image).map(({ at }) => at))
      found.push(...(await blocksOf(image, run)).bitmaps)
    }
  }
  return found
}
