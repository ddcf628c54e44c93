/** A recipe as the description that an image is built from, and what is impossible about it. */
import { plural } from '../bytes/format.ts'
import {
  HEADER_SECTION_SIZE,
  KIB,
  MAX_FILE_SIZE,
  MIB,
  SECTOR_BITMAP_BLOCK_SIZE,
} from '../format/layout.ts'
import type { Geometry } from '../image/metadata/geometry.ts'
import { arrange } from './arrange.ts'
import { describeLog } from './describe-log.ts'
import type { ImageDescription, Patch } from './description.ts'
import { blockSizeProblem, diskSizeProblem, logLengthProblem } from './disk-problems.ts'
import type { Recipe, RecipeDisk, RecipeHeader, RecipePatch, Report, Size } from './recipe.ts'
import { MAX_LOG_LENGTH } from './recipe-schema.ts'
import {
  bigOf,
  checkBatIndices,
  defined,
  guidOf,
  lengthOfPatch,
  numberOf,
  patchOf,
  patchProblem,
} from './recipe-values.ts'

/** Bytes that a recipe may put into its image, and so into memory. */
export const MAX_CONTENT = 256 * MIB
/** What a scattered write costs besides its bytes. */
const PAGE = 64 * KIB
/** A fixed disk has all its blocks in its BAT. */
const MAX_FIXED_BLOCKS = 2 ** 16

/** Takes bytes from what a recipe may have in all. `false` where there are not so many left. */
export function spender(content: number = MAX_CONTENT): (bytes: number) => boolean {
  let left = content
  return (bytes) => {
    left -= bytes
    return left >= 0
  }
}

const TOO_MUCH = 'With this the recipe has more content than can be made.'

/**
 * The description of a recipe whose shape is right. What is impossible is reported: the description
 * is then of no use, and `undefined` where not even a disk can be like that.
 */
export function describeRecipe(recipe: Recipe, report: Report): ImageDescription | undefined {
  const { blocks, sectorBitmaps, bat, headers, log = {}, fileSize, patches = [] } = recipe
  const logLength = numberOf(log.length ?? MIB)
  const disk = describeDisk(recipe.disk, logLength, report)
  if (disk === undefined) return undefined
  const { geometry } = arrange(disk)
  const spend = spender()
  checkBlocks(recipe, geometry, spend, report)
  const ring = { offset: HEADER_SECTION_SIZE, length: logLength }
  const bounds = { ring, batEntries: geometry.batEntries, spend }
  return {
    ...disk,
    ...defined({
      blocks,
      sectorBitmaps,
      bat,
      headers: headers && ([headerOf(headers[0]), headerOf(headers[1])] as const),
      fileSize: optionalNumber(fileSize),
    }),
    log: describeLog(log, bounds, 'log', report),
    patches: describePatches(patches, spend, report),
  }
}

const optionalNumber = (value: Size | undefined): number | undefined =>
  value === undefined ? undefined : numberOf(value)

function describeDisk(
  disk: RecipeDisk,
  logLength: number,
  report: Report,
): ImageDescription | undefined {
  const { kind, creator, parent, logicalSectorSize = 512, physicalSectorSize = 4096 } = disk
  const [size, blockSize] = [bigOf(disk.size), bigOf(disk.blockSize ?? MIB)]
  const problems = [
    ['disk.size', diskSizeProblem(size, logicalSectorSize)],
    ['disk.blockSize', blockSizeProblem(blockSize)],
    ['log.length', logLengthProblem(BigInt(logLength), MAX_LOG_LENGTH)],
  ] as const
  for (const [path, problem] of problems) if (problem !== undefined) report(path, problem)
  if (problems.some(([, problem]) => problem !== undefined)) return undefined
  return {
    virtualDiskSize: Number(size),
    blockSize: Number(blockSize),
    logicalSectorSize,
    physicalSectorSize,
    log: { length: logLength },
    ...defined({
      kind,
      creator,
      virtualDiskId: guidOf(disk.virtualDiskId),
      fileWriteGuid: guidOf(disk.fileWriteGuid),
      dataWriteGuid: guidOf(disk.dataWriteGuid),
      parent: parent && { pairs: parent },
    }),
  }
}

/** What the disk does not have, and what is too much. */
function checkBlocks(
  { blocks = [], sectorBitmaps = [], bat = {} }: Recipe,
  geometry: Geometry,
  spend: (bytes: number) => boolean,
  report: Report,
): void {
  const { kind, payloadBlocks, sectorBitmapBlocks, blockSize, batEntries } = geometry
  if (kind === 'fixed' && payloadBlocks > MAX_FIXED_BLOCKS) {
    report(
      'disk.size',
      `A fixed disk of a recipe has at most ${plural(MAX_FIXED_BLOCKS, 'block')}.`,
    )
  }
  for (const [index, { block, fill }] of blocks.entries()) {
    const path = `blocks[${index}]`
    if (block >= payloadBlocks) {
      report(`${path}.block`, `The disk has ${plural(payloadBlocks, 'block')}, from 0.`)
    }
    if (!spend(PAGE + (fill ? blockSize : 0))) report(path, TOO_MUCH)
  }
  for (const [index, { chunk }] of sectorBitmaps.entries()) {
    const path = `sectorBitmaps[${index}]`
    if (chunk >= sectorBitmapBlocks) {
      report(`${path}.chunk`, `The disk has ${plural(sectorBitmapBlocks, 'chunk')}, from 0.`)
    }
    if (!spend(PAGE + SECTOR_BITMAP_BLOCK_SIZE)) report(path, TOO_MUCH)
  }
  checkBatIndices(bat, batEntries, 'bat', report)
  if (!spend(PAGE * Object.keys(bat).length)) report('bat', TOO_MUCH)
}

function describePatches(
  patches: readonly RecipePatch[],
  spend: (bytes: number) => boolean,
  report: Report,
): readonly Patch[] {
  return patches.flatMap((patch, index) => {
    const hasRoom = spend(PAGE + lengthOfPatch(patch))
    const problem = hasRoom ? patchProblem(patch, MAX_FILE_SIZE) : TOO_MUCH
    if (problem === undefined) return [patchOf(patch)]
    report(`patches[${index}]`, problem)
    return []
  })
}

function headerOf({ signature, checksum, logVersion, version, ...values }: RecipeHeader) {
  const { sequenceNumber, logLength, logOffset } = values
  return defined({
    signature,
    checksum,
    sequenceNumber: sequenceNumber === undefined ? undefined : bigOf(sequenceNumber),
    fileWriteGuid: guidOf(values.fileWriteGuid),
    dataWriteGuid: guidOf(values.dataWriteGuid),
    logGuid: guidOf(values.logGuid),
    logVersion,
    version,
    logLength: optionalNumber(logLength),
    logOffset: logOffset === undefined ? undefined : bigOf(logOffset),
  })
}
