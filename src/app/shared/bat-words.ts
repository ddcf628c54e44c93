/** A BAT entry for the screen: which block, its state, its place in the disk and in the file. */

import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { formatBytes, formatHex, upperFirst } from '../../engine/bytes/format.ts'
import { blockWords, stateName } from '../../engine/format/bat-entry.ts'
import { chunkOfIndex } from '../../engine/format/bat-index.ts'
import { MIB, SECTOR_BITMAP_BLOCK_SIZE } from '../../engine/format/layout.ts'
import type { BatEntry } from '../../engine/image/bat/bat.ts'
import type { Geometry } from '../../engine/image/metadata/geometry.ts'

export const blockName = (entry: BatEntry): string =>
  upperFirst(blockWords(entry.kind, entry.kind === 'payload' ? entry.block : entry.chunk))

/** States in which FileOffsetMB means something; elsewhere it may be anything. */
export const hasPlace = ({ state, fileOffsetMB }: BatEntry): boolean =>
  state === 'fully-present' ||
  state === 'partially-present' ||
  state === 'present' ||
  fileOffsetMB > 0

export const placeText = (entry: BatEntry): string =>
  hasPlace(entry) ? formatBytes(entry.fileOffsetMB * MIB) : '–'

export const stateText = ({ state }: BatEntry): string => stateName(state)

/** The entry in the other state, in one cell: its state, and its place if it has one. */
export const otherText = (entry: BatEntry): string =>
  hasPlace(entry) ? `${stateText(entry)} at ${placeText(entry)}` : stateText(entry)

/**
 * Of the virtual disk; `undefined` for a sector bitmap, and for a block behind the disk's end: the
 * table of a differencing disk goes on to the bitmap of its last chunk.
 */
export function virtualRange(
  entry: BatEntry,
  { blockSize, virtualDiskSize }: Geometry,
): ByteRange | undefined {
  if (entry.kind !== 'payload') return undefined
  const offset = entry.block * blockSize
  if (offset >= virtualDiskSize) return undefined
  return { offset, length: Math.min(blockSize, virtualDiskSize - offset) }
}

/** Where the block begins on the disk, for a cell. */
export function virtualText(entry: BatEntry, geometry: Geometry): string {
  const range = virtualRange(entry, geometry)
  if (range) return formatHex(range.offset)
  return entry.kind === 'payload' ? 'past the end' : '–'
}

/** Where the block is in the file; `undefined` where it has no place. */
export function fileRange(entry: BatEntry, { blockSize }: Geometry): ByteRange | undefined {
  if (!hasPlace(entry)) return undefined
  const length = entry.kind === 'payload' ? blockSize : SECTOR_BITMAP_BLOCK_SIZE
  return { offset: entry.fileOffsetMB * MIB, length }
}

export const rangeText = ({ offset, length }: ByteRange): string =>
  `${formatHex(offset)} to ${formatHex(BigInt(offset) + BigInt(length) - 1n)} (${formatBytes(length)} at ${formatBytes(offset)})`

/** The block of an entry; of a sector bitmap, the last one that its chunk could have. */
export function blockOf(index: number, geometry: Geometry): number {
  const chunk = chunkOfIndex(geometry, index)
  return Math.min(index - chunk, (chunk + 1) * geometry.chunkRatio - 1)
}
