/** The space of a file that nobody owns, written where it is in the file (docs/decisions/0029). */
import {
  type ByteRange,
  type ByteSink,
  type ByteSource,
  type Run,
  readInto,
} from '../../engine/bytes/byte-source.ts'
import type { HashStream } from '../../engine/bytes/hash/hash-stream.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import { PIECE } from '../../engine/disk/disk-pieces.ts'
import { MAX_LISTED } from './image-lines.ts'
import { writeData } from './write-new-image.ts'

/** What was written: blocks of 64 KiB that are not all zero. */
export interface WrittenData {
  readonly bytes: number
  /** The first of `count`, each with nothing but zeros before and behind it. */
  readonly places: readonly ByteRange[]
  readonly count: number
}

interface Unowned {
  readonly source: ByteSource
  /** In order, and in the source. */
  readonly spaces: Iterable<ByteRange>
  /** Is given all of the file, in order, holes as zeros. */
  readonly hash: HashStream | undefined
}

/** Makes `file`, which is empty, as long as the source, with holes but for the data of `spaces`. Reads those alone. */
export async function writeUnowned(
  file: ByteSink,
  { source, spaces, hash }: Unowned,
  { signal }: Run,
): Promise<WrittenData> {
  const memory = new Uint8Array(Math.min(PIECE, source.size))
  const places: ByteRange[] = []
  let [bytes, count, done] = [0, 0, 0]
  let last: ByteRange | undefined
  for (const space of spaces) {
    await hash?.addZeros(space.offset - done)
    for (let at = space.offset; at < endOf(space); at += PIECE) {
      signal?.throwIfAborted()
      const piece = memory.subarray(0, Math.min(PIECE, endOf(space) - at))
      await readInto(source, at, piece)
      const [runs] = await Promise.all([writeData(file, at, piece), hash?.add(piece)])
      for (const { offset, length } of runs) {
        bytes += length
        const joins = last !== undefined && endOf(last) === at + offset
        if (!joins) count++
        last =
          joins && last
            ? { offset: last.offset, length: last.length + length }
            : { offset: at + offset, length }
        if (count <= MAX_LISTED) places[count - 1] = last
      }
    }
    done = endOf(space)
  }
  await hash?.addZeros(source.size - done)
  await file.resize(source.size)
  return { bytes, places, count }
}
