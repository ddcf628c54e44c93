/** Sector bitmap blocks, §2.4: which sectors of a differencing disk are in this file. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { sectorBitmapIndex } from '../format/bat-index.ts'
import { MIB, SECTORS_PER_BITMAP_BLOCK } from '../format/layout.ts'
import { type Bat, readBatEntries } from '../image/bat/bat.ts'

/**
 * Reads the bits of sectors [firstSector, lastSector] of the disk, all in one chunk. Gives a function
 * that tells of each whether it is here (not in the parent), or `undefined` where there is no such
 * bitmap block in the file.
 */
export async function readSectorBitmap(
  source: ByteSource,
  bat: Bat,
  firstSector: number,
  lastSector: number,
): Promise<((sector: number) => boolean) | undefined> {
  const chunk = Math.floor(firstSector / SECTORS_PER_BITMAP_BLOCK)
  const [entry] = await readBatEntries(source, bat, sectorBitmapIndex(bat.geometry, chunk), 1)
  if (entry?.state !== 'present' || entry.fileOffsetMB === 0) return undefined
  // Before it is multiplied: a product above 2^53 would not be exact.
  if (entry.fileOffsetMB > source.size / MIB) return undefined
  const bitOf = (sector: number): number => sector - chunk * SECTORS_PER_BITMAP_BLOCK
  const first = Math.floor(bitOf(firstSector) / 8)
  const length = Math.floor(bitOf(lastSector) / 8) - first + 1
  const offset = entry.fileOffsetMB * MIB + first
  if (offset + length > source.size) return undefined
  const bytes = await source.read(offset, length)
  return (sector) => {
    const bit = bitOf(sector)
    return (((bytes[Math.floor(bit / 8) - first] ?? 0) >> (bit % 8)) & 1) === 1
  }
}
