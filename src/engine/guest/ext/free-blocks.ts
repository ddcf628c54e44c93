/** The free blocks of ext2, ext3 and ext4, by the bitmaps of their groups. */
import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { formatCount, plural } from '../../bytes/format.ts'
import { takeTurn } from '../../bytes/pace.ts'
import { endOf, subtractRanges } from '../../bytes/ranges.ts'
import { type Refused, refused } from '../../bytes/refused.ts'
import { MIB } from '../../format/layout.ts'
import { FreeRuns } from '../free-runs.ts'
import type { FreeSpace, OnFree } from '../volume-space.ts'
import { EXT_SUPERBLOCK_SIZE } from '../volumes/ext.ts'
import { Head } from '../volumes/head.ts'
import { type BlockGroup, descriptorsPerBlock, ownBlocks, readGroups } from './block-groups.ts'
import { type ExtLayout, readExtLayout, SUPERBLOCK_OFFSET } from './ext-layout.ts'

/** Bitmaps that lie side by side are read at once, as many as these bytes hold. */
const WINDOW = MIB

/** Groups that are told of together: how many, and the first of them. */
interface Told {
  count: number
  first: number
}

export async function readFreeBlocks(
  volume: ByteSource,
  onFree: OnFree,
  run?: Run,
): Promise<FreeSpace | Refused> {
  if (volume.size < SUPERBLOCK_OFFSET + EXT_SUPERBLOCK_SIZE) {
    return refused('Its volume ends before its superblock does.')
  }
  const superblock = await volume.read(SUPERBLOCK_OFFSET, EXT_SUPERBLOCK_SIZE)
  const layout = readExtLayout(new Head(superblock))
  if (!layout.ok) return layout
  const { blockSize, blocks, firstBlock, blocksPerGroup, groups, clusterBlocks } = layout
  const unitSize = clusterBlocks * blockSize
  const end = Math.min(blocks * blockSize, volume.size)
  const runs = new FreeRuns({ unitSize, start: firstBlock * blockSize, end }, onFree)
  const differing: Told = { count: 0, first: 0 }
  const missing: Told = { count: 0, first: 0 }

  const startOf = (group: number): number => (firstBlock + group * blocksPerGroup) * blockSize
  const perBlock = descriptorsPerBlock(layout)
  for (let first = 0; first < groups && startOf(first) < end; first += perBlock) {
    const described = await readGroups(volume, layout, first / perBlock)
    if ('ok' in described) return described
    const inside = described.filter(({ group }) => startOf(group) < end)
    for await (const [group, bitmap] of readBitmaps(volume, layout, inside)) {
      await takeTurn(run)
      if (group.hasBitmap && bitmap === undefined) {
        tell(missing, group)
        continue
      }
      const before = runs.units
      addFree(runs, layout, group, bitmap)
      if (runs.units - before !== group.freeClusters) tell(differing, group)
    }
    run?.onProgress?.(Math.min(startOf(first + perBlock), end), end)
  }
  runs.close()

  const isAll = end === blocks * blockSize
  const free = runs.units * clusterBlocks
  return {
    ok: true,
    unitSize,
    size: end,
    freeBytes: runs.bytes,
    doubts: [
      ...layout.doubts,
      ...(missing.count > 0
        ? [`Its volume does not have the bitmaps of ${groupWords(missing)}: taken as in use.`]
        : []),
      ...(differing.count > 0
        ? [`The bitmaps of ${groupWords(differing)} have other free blocks than is counted.`]
        : []),
      ...(isAll && BigInt(free) !== layout.freeBlocks
        ? [
            `Its bitmaps have ${plural(free, 'free block')}, but its superblock counts ${formatCount(layout.freeBlocks)}.`,
          ]
        : []),
    ],
  }
}

/** Each group with its bitmap, of those that have one and whose volume has it. */
async function* readBitmaps(
  volume: ByteSource,
  { blockSize }: ExtLayout,
  groups: readonly BlockGroup[],
): AsyncGenerator<readonly [group: BlockGroup, bitmap: Uint8Array | undefined]> {
  const isThere = ({ hasBitmap, blockBitmap }: BlockGroup): boolean =>
    hasBitmap && (blockBitmap + 1) * blockSize <= volume.size
  for (const part of sideBySide(groups, isThere, WINDOW / blockSize)) {
    const [first] = part
    if (first === undefined) continue
    const bytes = isThere(first)
      ? await volume.read(first.blockBitmap * blockSize, part.length * blockSize)
      : undefined
    for (const [i, group] of part.entries()) {
      yield [group, bytes?.subarray(i * blockSize, (i + 1) * blockSize)]
    }
  }
}

/** Groups in parts of at most `most` whose bitmaps are there and lie one behind the other; each other one alone. */
function* sideBySide(
  groups: readonly BlockGroup[],
  isThere: (group: BlockGroup) => boolean,
  most: number,
): Generator<readonly BlockGroup[]> {
  let part: BlockGroup[] = []
  for (const group of groups) {
    const last = part.at(-1)
    const goesOn =
      last !== undefined &&
      part.length < most &&
      isThere(last) &&
      isThere(group) &&
      group.blockBitmap === last.blockBitmap + 1
    if (goesOn) part.push(group)
    else {
      yield part
      part = [group]
    }
  }
  yield part
}

/** Without a bitmap all is free but what the group itself consists of. */
function addFree(
  runs: FreeRuns,
  layout: ExtLayout,
  group: BlockGroup,
  bitmap: Uint8Array | undefined,
): void {
  const { clusterBlocks, blocksPerGroup } = layout
  const first = group.group * (blocksPerGroup / clusterBlocks)
  const count = Math.ceil(group.blocks / clusterBlocks)
  if (bitmap) runs.addZeroBits(bitmap, first, count)
  else {
    const own = ownBlocks(layout, group).map((range) => toClusters(range, clusterBlocks))
    for (const { offset, length } of subtractRanges({ offset: 0, length: count }, own)) {
      runs.add(first + offset, length)
    }
  }
}

/** All clusters that blocks lie in. */
function toClusters(blocks: ByteRange, clusterBlocks: number): ByteRange {
  const offset = Math.floor(blocks.offset / clusterBlocks)
  return { offset, length: Math.ceil(endOf(blocks) / clusterBlocks) - offset }
}

function tell(told: Told, { group }: BlockGroup): void {
  if (told.count++ === 0) told.first = group
}

const groupWords = ({ count, first }: Told): string =>
  count === 1
    ? `block group ${formatCount(first)}`
    : `${formatCount(count)} block groups, of which ${formatCount(first)} is the first,`
