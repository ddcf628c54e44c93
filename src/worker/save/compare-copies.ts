/** A saved file beside what was to be saved, byte by byte: proof of what the browser wrote by itself. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import { firstDifference } from '../../engine/bytes/first-difference.ts'
import { readAhead } from '../../engine/bytes/read-ahead.ts'
import { MIB } from '../../engine/format/layout.ts'
import { GIVEN, SOURCE } from '../errors.ts'
import { blobSource } from '../file/files.ts'
import type { CopyComparison } from '../protocol/save.ts'

/** How much of both is read at once, and how many such pieces are on their way beside it. */
const PIECE = 8 * MIB
const AHEAD = 1

/**
 * `expected` is made of slices of the open file. Reads up to the first difference; nothing of files of
 * two sizes. Progress in bytes. Throws a `CallError` where one of them cannot be read.
 */
export async function compareCopies(
  expected: Blob,
  found: Blob,
  run: Run,
): Promise<CopyComparison> {
  const { size } = expected
  if (found.size !== size) return { kind: 'other-size', expected: size, found: found.size }
  // The open file has been read when it was opened.
  const planned = blobSource(expected, SOURCE, true)
  const saved = blobSource(found, GIVEN)
  const pieces = Array.from({ length: Math.ceil(size / PIECE) }, (_, i) => i * PIECE)
  const read = async (offset: number) => {
    const length = Math.min(PIECE, size - offset)
    const [before, after] = await Promise.all([
      planned.read(offset, length),
      saved.read(offset, length),
    ])
    return { offset, before, after }
  }
  for await (const { offset, before, after } of readAhead(pieces, AHEAD, read)) {
    run.signal?.throwIfAborted()
    const at = firstDifference(before, after)
    if (at !== undefined) {
      return { kind: 'differs', at: offset + at, expected: before[at] ?? 0, found: after[at] ?? 0 }
    }
    run.onProgress?.(offset + before.length, size)
  }
  return { kind: 'same', size }
}
