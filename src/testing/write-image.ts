/** Puts a composed image onto this machine's disk, with holes where nothing was written. */
import { open } from 'node:fs/promises'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { MIB } from '../engine/format/layout.ts'

/** Makes a new file; rejects where there is one. An image of terabytes takes no more room than its tables. */
export async function writeImage(path: string, image: SparseFile): Promise<void> {
  const file = await open(path, 'wx')
  try {
    for (const { offset, length } of image.extents()) {
      for (let at = 0; at < length; at += MIB) {
        const piece = image.take(offset + at, Math.min(MIB, length - at))
        await file.write(piece, 0, piece.length, offset + at)
      }
    }
    await file.truncate(image.size)
  } finally {
    await file.close()
  }
}
