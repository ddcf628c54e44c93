/** The sector bitmap of one payload block, decoded: which of its sectors are here, §2.4. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { sectorBitmapIndex } from '../format/bat-index.ts'
import { MIB, SECTORS_PER_BITMAP_BLOCK } from '../format/layout.ts'
import { readBatEntries } from '../image/bat/bat.ts'
import type { DiskImage } from './map-disk.ts'
import { readSectorBitmap } from './sector-bitmap.ts'

/** Sectors one after the other that are in one place. */
export interface SectorRun {
  /** Of the disk. */
  readonly first: number
  readonly count: number
  /** Whether they are in this file; else in the parent. */
  readonly here: boolean
}

export interface BlockBitmap {
  /** Of the disk; the last block may be cut. */
  readonly sectors: number
  readonly here: number
  /** The bytes of the file that hold the bits. */
  readonly at: ByteRange
  /** The first `MAX_RUNS` of them. */
  readonly runs: readonly SectorRun[]
  readonly runCount: number
  /** Of each of `MAX_CELLS` equal parts of the block, or of each sector, how many sectors are here. */
  readonly cells: readonly number[]
  readonly sectorsPerCell: number
}

export const MAX_RUNS = 64
export const MAX_CELLS = 128

/** `undefined` where there is no such block, or no bitmap block for it in the file. */
export async function readBlockBitmap(
  { source, bat }: DiskImage,
  block: number,
): Promise<BlockBitmap | undefined> {
  if (bat === undefined || block < 0 || block >= bat.geometry.payloadBlocks) return undefined
  const { blockSize, logicalSectorSize, virtualDiskSize } = bat.geometry
  const first = (block * blockSize) / logicalSectorSize
  const size = Math.min(blockSize, virtualDiskSize - block * blockSize)
  const sectors = Math.ceil(size / logicalSectorSize)
  const isHere = await readSectorBitmap(source, bat, first, first + sectors - 1)
  if (isHere === undefined) return undefined
  const chunk = Math.floor(first / SECTORS_PER_BITMAP_BLOCK)
  const [entry] = await readBatEntries(source, bat, sectorBitmapIndex(bat.geometry, chunk), 1)
  const start = (entry?.fileOffsetMB ?? 0) * MIB + (first % SECTORS_PER_BITMAP_BLOCK) / 8

  const runs: SectorRun[] = []
  const sectorsPerCell = Math.ceil(sectors / MAX_CELLS)
  const cells = new Array<number>(Math.ceil(sectors / sectorsPerCell)).fill(0)
  let [here, runCount, from] = [0, 0, 0]
  for (let at = 0; at < sectors; at++) {
    const bit = isHere(first + at)
    const cell = Math.floor(at / sectorsPerCell)
    if (bit) {
      here++
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    if (at + 1 < sectors && isHere(first + at + 1) === bit) continue
    runCount++
    if (runs.length < MAX_RUNS) runs.push({ first: first + from, count: at + 1 - from, here: bit })
    from = at + 1
  }
  const at = { offset: start, length: Math.ceil(sectors / 8) }
  return { sectors, here, at, runs, runCount, cells, sectorsPerCell }
}
