/** An image from memory put into a file, with holes where nothing was written. */
import type { ByteSink } from '../../engine/bytes/byte-source.ts'
import type { SparseFile } from '../../engine/compose/sparse-file.ts'
import { MIB } from '../../engine/format/layout.ts'
import type { Io } from '../io.ts'
import { makeNewFile } from './new-file.ts'

/** `file` is empty. An image of terabytes takes no more room than its tables. */
export async function writeSparse(
  file: ByteSink,
  image: SparseFile,
  signal?: AbortSignal,
): Promise<void> {
  for (const { offset, length } of image.extents()) {
    for (let at = 0; at < length; at += MIB) {
      signal?.throwIfAborted()
      await file.write(offset + at, image.take(offset + at, Math.min(MIB, length - at)))
    }
  }
  await file.resize(image.size)
}

/** As every program makes files: what the umask leaves. */
export const ANYBODY = 0o666

/** Writes the image into a new file. Resolves with an exit status: see `makeNewFile`. */
export const makeSparse = (out: string, image: SparseFile, io: Io): Promise<number> =>
  makeNewFile(
    out,
    async (file) => {
      await writeSparse(file, image, io.signal)
      await file.flush()
    },
    io,
    { mode: ANYBODY },
  )
