/** How long a file has to be for everything that its tables name, §2.5.1: bounded by what its disk can need. */
import { position, type Run } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import {
  batFileOffsetMB,
  batState,
  FULLY_PRESENT,
  PARTIALLY_PRESENT,
  SB_BLOCK_PRESENT,
} from '../format/bat-entry.ts'
import { blockOfIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MAX_FILE_SIZE, MIB, SECTOR_BITMAP_BLOCK_SIZE } from '../format/layout.ts'
import { visitBat, visitChunks } from '../image/bat/visit-bat.ts'
import type { Image } from '../image/image.ts'
import type { Geometry } from '../image/metadata/geometry.ts'

export interface NeededLength {
  /** In bytes; not below the limit of `maximumLength`. */
  readonly length: number
  /** Blocks that lie further away than any file needs for this disk. */
  readonly tooFar: number
}

/** Of the table as it is in the file: all of it is read, in windows. */
export async function neededLength(image: Image, run?: Run): Promise<NeededLength> {
  const { bat, source } = image
  const limit = maximumLength(image)
  let [length, tooFar] = [regionsEnd(image, limit), 0]
  if (!bat) return { length, tooFar }
  const { geometry } = bat
  const need = (unit: number, bytes: number): void => {
    if (unit === 0) return
    // Compared before it is multiplied: hostile units have no exact place.
    if (unit > limit / MIB || unit * MIB + bytes > limit) tooFar++
    else length = Math.max(length, unit * MIB + bytes)
  }
  await visitBat(source, bat, run, (window) => {
    const { view, first } = window
    const entry = (index: number) => {
      const at = (index - first) * BAT_ENTRY_SIZE
      const low = view.getUint32(at, true)
      return { state: batState(low), unit: batFileOffsetMB(low, view.getUint32(at + 4, true)) }
    }
    visitChunks(window, geometry, ({ from, to, bitmap }) => {
      for (let index = from; index < to; index++) {
        const { state, unit } = entry(index)
        if (!isThere(state, geometry)) continue
        need(unit, lengthOfBlock(geometry, blockOfIndex(geometry, index)))
      }
      if (bitmap === undefined || geometry.kind !== 'differencing') return
      const { state, unit } = entry(bitmap)
      if (state === SB_BLOCK_PRESENT) need(unit, SECTOR_BITMAP_BLOCK_SIZE)
    })
    return true
  })
  return { length, tooFar }
}

const isThere = (state: number, { kind }: Geometry): boolean =>
  state === FULLY_PRESENT || (state === PARTIALLY_PRESENT && kind === 'differencing')

/** Of the last block a file may have only what the disk has. */
const lengthOfBlock = ({ blockSize, virtualDiskSize }: Geometry, block: number): number =>
  Math.min(blockSize, virtualDiskSize - block * blockSize)

/**
 * What is in the file stays, and behind it no more can be needed than every structure and every block
 * of the disk once.
 */
export function maximumLength({ source, geometry, regionTables, headers }: Image): number {
  const regions = regionTables.current?.entries ?? []
  const structures = regions.reduce((sum, { values }) => sum + values.length, 0)
  const log = headers.current?.values?.logLength ?? 0
  const blocks = geometry
    ? geometry.payloadBlocks * geometry.blockSize +
      geometry.sectorBitmapBlocks * SECTOR_BITMAP_BLOCK_SIZE
    : 0
  return Math.min(MAX_FILE_SIZE, roundedUp(source.size) + structures + log + blocks)
}

/** In whole MiB, as every file of the format should be. */
export const roundedUp = (size: number): number => Math.ceil(size / MIB) * MIB

function regionsEnd({ regionTables, headers }: Image, limit: number): number {
  const { logOffset = 0n, logLength = 0 } = headers.current?.values ?? {}
  const ends = [
    ...(regionTables.current?.entries ?? []).map(({ range }) => range && endOf(range)),
    position(logOffset + BigInt(logLength)),
  ]
  return ends.reduce<number>(
    (longest, end) => (end !== undefined && end <= limit ? Math.max(longest, end) : longest),
    0,
  )
}
