/** How large a file must be for the blocks that edits put into it. */
import { FULLY_PRESENT } from '../format/bat-entry.ts'
import { MIB } from '../format/layout.ts'
import type { Image } from '../image/image.ts'
import type { Edit } from './edit.ts'

/**
 * The file's size in bytes, or more where a block begins at its end at the latest and ends behind it:
 * a new block at the end of the file. One that begins further away is a mistake, or is meant to be one.
 */
export function neededSize({ source, bat }: Image, edits: readonly Edit[]): number {
  let size = source.size
  if (bat === undefined) return size
  for (const edit of edits) {
    if (edit.kind !== 'bat-entry' || edit.state < FULLY_PRESENT) continue
    const start = edit.fileOffsetMB * MIB
    const isNear = start <= Math.ceil(size / MIB) * MIB
    if (isNear) size = Math.max(size, start + bat.geometry.blockSize)
  }
  return size
}
