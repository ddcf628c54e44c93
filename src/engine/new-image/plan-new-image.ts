/** The plan of a new image: what a guest sees of a disk, in a format of somebody’s choice. */
import { type ByteRange, checkRange, type Run } from '../bytes/byte-source.ts'
import { exactSize, formatBytes, formatCount } from '../bytes/format.ts'
import type { Guid } from '../bytes/guid.ts'
import { endOf } from '../bytes/ranges.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import type { ImageDescription } from '../compose/description.ts'
import { blockSizeProblem, diskSizeProblem } from '../compose/disk-problems.ts'
import { type PartSurvey, surveyPart } from '../disk/disk-parts.ts'
import { diskSize } from '../disk/layers.ts'
import type { Layers } from '../disk/map-chain.ts'
import { MIB } from '../format/layout.ts'
import type { SectorSize } from '../image/metadata/disk-limits.ts'
import type { Geometry } from '../image/metadata/geometry.ts'
import { rangeOfBlock } from './block-choice.ts'
import { chooseBlocks } from './choose-blocks.ts'
import { type ImageFormat, MAX_VHD_SIZE, MAX_VHD_WORDS } from './format-words.ts'
import { newImageSize } from './new-image-size.ts'
import type { NewImagePlan, NewPart } from './new-part.ts'
import { encodeVhdFooter, VHD_FOOTER_SIZE } from './vhd-footer.ts'
import { vhdxParts } from './vhdx-parts.ts'

/** What a new image is called by: random, or given by whoever wants the same bytes again. */
export interface NewImageIds {
  readonly fileWriteGuid: Guid
  readonly dataWriteGuid: Guid
  /** That of the source where the new image takes its place. The unique ID of a VHD. */
  readonly virtualDiskId: Guid
}

export interface NewImageOptions {
  readonly format: ImageFormat
  readonly ids: NewImageIds
  /** When it is made: milliseconds since 1970, UTC. A VHD says so. */
  readonly time: number
  /** Of the source’s disk. Default: all of it. */
  readonly range?: ByteRange | undefined
  /** Of a VHDX, in bytes. Default: that of the source. */
  readonly blockSize?: number | undefined
  /** Default: that of the source. A VHD has 512, which has to be said where the source has others. */
  readonly logicalSectorSize?: SectorSize | undefined
  /** Of a VHDX, in bytes. Default: 1 MiB. */
  readonly logLength?: number | undefined
  /** Of a dynamic VHDX: what of the source may be left out, by units of `DROP_UNIT` of its disk. */
  readonly dropFree?: { mayDrop(unit: number): boolean } | undefined
}

/** For which `readGuestSpace` is asked, in bytes: blocks of a part of a disk begin anywhere. */
export const DROP_UNIT = MIB

/**
 * Refused where there is no such image, or something of it is in a parent that is not there. Of a dynamic VHDX it reads
 * the blocks that may be zero, with progress in bytes of the range; of others nothing but tables. Throws a `RangeError`
 * where the range is not on the disk, and what the sources throw.
 */
export async function planNewImage(
  layers: Layers,
  options: NewImageOptions,
  run?: Run,
): Promise<NewImagePlan | Refused> {
  const geometry = layers[0]?.bat?.geometry
  if (geometry === undefined) return refused('There is no disk that can be read.')
  const range = options.range ?? { offset: 0, length: diskSize(layers) }
  checkRange(diskSize(layers), range.offset, range.length)
  switch (options.format) {
    case 'raw':
      return planFlat(layers, { range, options, padding: 0, notes: [] }, run)
    case 'vhd':
      return planVhd(layers, { range, options, geometry }, run)
    default:
      return planVhdx(layers, { range, options, geometry }, run)
  }
}

interface Wanted {
  readonly range: ByteRange
  readonly options: NewImageOptions
  /** Of the source. */
  readonly geometry: Geometry
}

/** Mostly it is a mistake: what is on a disk was written for sectors of one size. */
const sectorNote = (from: number, to: number): readonly string[] =>
  from === to
    ? []
    : [
        `Its sectors have ${formatCount(to)} bytes instead of ${formatCount(from)}: partition tables and many file systems count in sectors, and a guest will not find what is on the disk.`,
      ]

/** Why there can be no image of a disk of which something is in a file that is not there, or not as a whole. */
function lostWords({ missing, absent }: PartSurvey): Refused | undefined {
  if (absent > 0) return refused(`${formatBytes(absent)} of the disk are not in a skeleton.`)
  if (missing === 0) return undefined
  return refused(`${formatBytes(missing)} of the disk may be in a parent that is not open.`)
}

async function planVhdx(
  layers: Layers,
  { range, options, geometry }: Wanted,
  run?: Run,
): Promise<NewImagePlan | Refused> {
  const { format, ids, blockSize = geometry.blockSize } = options
  const logicalSectorSize = options.logicalSectorSize ?? geometry.logicalSectorSize
  const problem =
    diskSizeProblem(BigInt(range.length), logicalSectorSize) ?? blockSizeProblem(BigInt(blockSize))
  if (problem !== undefined) return refused(problem)
  const isFixed = format === 'vhdx-fixed'
  const rules = { range, blockSize, mayDrop: mayDrop({ range, blockSize }, options.dropFree) }
  const { choice, survey } = isFixed
    ? { survey: await surveyPart(layers, range, run) }
    : await chooseBlocks(layers, rules, run)
  const lost = lostWords(survey)
  if (lost) return lost
  const description: ImageDescription = {
    ...ids,
    virtualDiskSize: range.length,
    blockSize,
    logicalSectorSize,
    physicalSectorSize: geometry.physicalSectorSize,
    kind: isFixed ? 'fixed' : 'dynamic',
    log: options.logLength === undefined ? {} : { length: options.logLength },
  }
  const blocks = choice?.counts()
  return {
    ok: true,
    format,
    size: newImageSize(description, blocks?.data ?? Math.ceil(range.length / blockSize)),
    diskSize: range.length,
    range,
    survey,
    ...(blocks && { blocks }),
    blockSize,
    notes: sectorNote(geometry.logicalSectorSize, logicalSectorSize),
    dropped: () => choice?.runsOf('dropped') ?? [],
    parts: (parting) => vhdxParts({ description, range, ...(choice && { choice }) }, parting),
  }
}

/** Of a block of the new image, by the units of the source’s disk that it covers, however they lie to each other. */
function mayDrop(
  cut: { readonly range: ByteRange; readonly blockSize: number },
  free: NewImageOptions['dropFree'],
): ((block: number) => boolean) | undefined {
  if (free === undefined) return undefined
  return (block) => {
    const at = rangeOfBlock(cut, block)
    for (let unit = Math.floor(at.offset / DROP_UNIT); unit * DROP_UNIT < endOf(at); unit++) {
      if (!free.mayDrop(unit)) return false
    }
    return true
  }
}

async function planVhd(
  layers: Layers,
  { range, options, geometry }: Wanted,
  run?: Run,
): Promise<NewImagePlan | Refused> {
  const from = geometry.logicalSectorSize
  if (from !== 512 && options.logicalSectorSize !== 512) {
    return refused(
      `A VHD has sectors of 512 bytes, but this disk of ${formatCount(from)}: a guest would not find what is on it. Ask for sectors of 512 bytes to have it nevertheless.`,
    )
  }
  if (range.length === 0) return refused('A VHD of nothing cannot be made.')
  const diskSize = Math.ceil(range.length / MIB) * MIB
  if (diskSize > MAX_VHD_SIZE) {
    return refused(`A VHD has at most ${MAX_VHD_WORDS}, but this disk ${exactSize(range.length)}.`)
  }
  const padding = diskSize - range.length
  const padded = `The size of a VHD is in whole MiB: ${formatBytes(padding)} of zeros follow the disk.`
  const notes = [...sectorNote(from, 512), ...(padding > 0 ? [padded] : [])]
  return planFlat(layers, { range, options, padding, notes }, run)
}

/** The disk as it is, zeros behind it, and what the format has at its end. */
async function planFlat(
  layers: Layers,
  {
    range,
    options,
    padding,
    notes,
  }: Omit<Wanted, 'geometry'> & {
    readonly padding: number
    readonly notes: readonly string[]
  },
  run?: Run,
): Promise<NewImagePlan | Refused> {
  const survey = await surveyPart(layers, range, run)
  const lost = lostWords(survey)
  if (lost) return lost
  const { format, ids, time } = options
  const diskSize = range.length + padding
  const identity = { uniqueId: ids.virtualDiskId, time }
  async function* parts(): AsyncGenerator<NewPart> {
    yield { kind: 'disk', offset: 0, at: range }
    if (padding > 0) yield { kind: 'zeros', offset: range.length, length: padding }
    if (format !== 'vhd') return
    yield { kind: 'bytes', offset: diskSize, bytes: encodeVhdFooter(diskSize, identity) }
  }
  const size = diskSize + (format === 'vhd' ? VHD_FOOTER_SIZE : 0)
  return { ok: true, format, size, diskSize, range, survey, notes, dropped: () => [], parts }
}
