/** A file of the browser's private storage, held for writing in place, and what is copied into one. */

import type { ByteFile, Run } from '../../engine/bytes/byte-source.ts'
import { isZero } from '../../engine/bytes/is-zero.ts'
import { MIB } from '../../engine/format/layout.ts'
import type { Subject } from '../errors.ts'
import { readBlob } from '../file/files.ts'
import { keptError } from './kept-errors.ts'
import { type PrivateFileHandle, syncHandleFile } from './sync-handle-file.ts'

/** How much is read and written at once. */
const PIECE = 8 * MIB

/**
 * Holds the file until `use` ends: nobody else can write to it or delete it. Throws a `CallError`
 * where somebody else holds it, and what `use` throws.
 */
export async function withFile<T>(
  handle: FileSystemFileHandle,
  use: (file: ByteFile) => Promise<T>,
): Promise<T> {
  const opening = (handle as PrivateFileHandle).createSyncAccessHandle()
  const access = await opening.catch((error: unknown) => {
    throw keptError(error, handle.name)
  })
  try {
    return await use(syncHandleFile(access))
  } finally {
    access.close()
  }
}

/** Fills an empty file with what `source` holds; runs of zeros take no room. Progress in bytes. */
export async function fill(
  file: ByteFile,
  source: Blob,
  subject: Subject,
  run: Run,
): Promise<void> {
  // The open file has been read when it was opened.
  const known = subject.about === 'source'
  // Chromium gives a file that has gone no bytes, and no error until it is read.
  if (source.size === 0) await readBlob(source, subject, known)
  // Asks for all the room at once, so that what cannot fit fails before anything is copied. What the
  // browser estimates is not what it gives.
  await file.resize(source.size)
  for (let offset = 0; offset < source.size; offset += PIECE) {
    run.signal?.throwIfAborted()
    const end = Math.min(offset + PIECE, source.size)
    const bytes = await readBlob(source.slice(offset, end), subject, known || offset > 0)
    if (!isZero(bytes)) await file.write(offset, bytes)
    run.onProgress?.(end, source.size)
  }
  run.signal?.throwIfAborted()
  await file.flush()
}
