/** Puts a composed image onto this machine's disk, with holes where nothing was written. */
import { NodeFile } from '../cli/files/node-file.ts'
import { writeSparse } from '../cli/files/write-sparse.ts'
import type { SparseFile } from '../engine/compose/sparse-file.ts'

/** Makes a new file; rejects where there is one. An image of terabytes takes no more room than its tables. */
export async function writeImage(path: string, image: SparseFile): Promise<void> {
  const file = await NodeFile.open(path, 'wx+')
  try {
    await writeSparse(file, image)
  } finally {
    await file.close()
  }
}
