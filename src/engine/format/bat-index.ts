/** The indices of the BAT, §2.5: payload entries of a chunk, and after them the entry of its sector bitmap. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { BAT_ENTRY_SIZE } from './layout.ts'

/** `chunkRatio`: how many payload blocks one sector bitmap block is for (§2.4). */
export interface Ratio {
  readonly chunkRatio: number
}

/** The entry of a chunk's sector bitmap block follows those of its payload blocks. */
export const batIndexKind = ({ chunkRatio }: Ratio, index: number): 'payload' | 'sector-bitmap' =>
  index % (chunkRatio + 1) === chunkRatio ? 'sector-bitmap' : 'payload'

/** Where the disk is not known, the entries are taken for those of payload blocks. */
export const isSectorBitmap = (geometry: Ratio | undefined, index: number): boolean =>
  geometry !== undefined && batIndexKind(geometry, index) === 'sector-bitmap'

/** The chunk that the entry at `index` belongs to, of either kind. */
export const chunkOfIndex = ({ chunkRatio }: Ratio, index: number): number =>
  Math.floor(index / (chunkRatio + 1))

/** The block of the virtual disk that the payload entry at `index` stands for. */
export const blockOfIndex = (geometry: Ratio, index: number): number =>
  index - chunkOfIndex(geometry, index)

/** Where the table has a block of the virtual disk. */
export const blockIndex = ({ chunkRatio }: Ratio, block: number): number =>
  block + Math.floor(block / chunkRatio)

/** Where the table has the sector bitmap block of a chunk. */
export const sectorBitmapIndex = ({ chunkRatio }: Ratio, chunk: number): number =>
  chunk * (chunkRatio + 1) + chunkRatio

/** Where the entry at `index` is in the file. */
export const batEntryRange = (
  { region }: { readonly region: ByteRange },
  index: number,
): ByteRange => ({
  offset: region.offset + index * BAT_ENTRY_SIZE,
  length: BAT_ENTRY_SIZE,
})

/** The entry whose bytes these are, all of them and no more; `undefined` of other ranges. */
export function indexOfRange(region: ByteRange, { offset, length }: ByteRange): number | undefined {
  const index = (offset - region.offset) / BAT_ENTRY_SIZE
  const isOne = length === BAT_ENTRY_SIZE && Number.isInteger(index)
  return isOne && index >= 0 && offset + length <= region.offset + region.length ? index : undefined
}
