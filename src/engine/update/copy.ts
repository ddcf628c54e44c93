/** An update carried out on a copy: the preview, written to a new file. */
import type { ByteRange, ByteSink, Run } from '../bytes/byte-source.ts'
import { isZero } from '../bytes/is-zero.ts'
import { endOf } from '../bytes/ranges.ts'
import { KIB, MIB } from '../format/layout.ts'
import type { Preview } from './preview.ts'

/** How much is read and written at once. */
const PIECE = 4 * MIB
/** Zeros are looked for in blocks of this size. */
const BLOCK = 64 * KIB

/**
 * Writes the result of an update into `sink`, which is new and empty. Zeros are left out, wherever
 * they come from, so that the copy of a sparse file is sparse where the file system can do that.
 * Progress is in bytes of the result.
 */
export async function copyTo(sink: ByteSink, preview: Preview, run?: Run): Promise<void> {
  await sink.resize(preview.size)
  let offset = 0
  for (const empty of [...emptyRanges(preview), { offset: preview.size, length: 0 }]) {
    while (offset < empty.offset) {
      run?.signal?.throwIfAborted()
      const length = Math.min(PIECE, empty.offset - offset)
      await writeFilled(sink, offset, await preview.read(offset, length))
      offset += length
      run?.onProgress?.(offset, preview.size)
    }
    offset = Math.max(offset, endOf(empty))
  }
  await sink.flush()
  run?.onProgress?.(preview.size, preview.size)
}

/** What need not be read to be known as zero, in order and disjoint. */
function emptyRanges({ base, extents, size }: Preview): ByteRange[] {
  const ranges: ByteRange[] = []
  let from = base.size
  for (const { offset, length, step } of extents) {
    if (offset > from) ranges.push({ offset: from, length: offset - from })
    if (step.content.kind === 'zeros') ranges.push({ offset, length })
    from = Math.max(from, offset + length)
  }
  if (size > from) ranges.push({ offset: from, length: size - from })
  return ranges
}

/** Writes the blocks that are not all zero, neighbours together. */
async function writeFilled(sink: ByteSink, offset: number, bytes: Uint8Array): Promise<void> {
  let start = 0
  for (let at = 0; at < bytes.length; at += BLOCK) {
    if (!isZero(bytes, at, Math.min(at + BLOCK, bytes.length))) continue
    if (at > start) await sink.write(offset + start, bytes.subarray(start, at))
    start = at + BLOCK
  }
  if (start < bytes.length) await sink.write(offset + start, bytes.subarray(start))
}
