/** A stream of parts written into a new file, with holes where it is zero. */
import type { ByteSink } from '../../engine/bytes/byte-source.ts'
import type { HashStream } from '../../engine/bytes/hash/hash-stream.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { type Part, piecesOf } from '../../engine/extract/part.ts'
import { writeData } from '../images/write-new-image.ts'
import type { Io } from '../io.ts'

export interface PartsJob {
  readonly layers: Layers
  readonly parts: AsyncIterable<Part>
  /** Is given all of the file, in order, holes as zeros. */
  readonly hash: HashStream | undefined
  /** Of `PIECE` bytes, for who writes many files. */
  readonly memory?: Uint8Array
}

/** `file` is empty. Resolves with the size of the file. */
export async function writeParts(
  file: ByteSink,
  { layers, parts, hash, memory }: PartsJob,
  { signal, pause }: Io,
): Promise<number> {
  const run = { signal, pause }
  let size = 0
  async function* counted(): AsyncGenerator<Part> {
    for await (const part of parts) {
      size += part.length
      yield part
    }
  }
  let done = 0
  let end = 0
  for await (const { offset, bytes } of piecesOf(layers, counted(), run, memory)) {
    await hash?.addZeros(offset - done)
    const [runs] = await Promise.all([writeData(file, offset, bytes), hash?.add(bytes)])
    done = offset + bytes.length
    const last = runs.at(-1)
    if (last) end = offset + endOf(last)
  }
  await hash?.addZeros(size - done)
  // What ends with zeros ends with a hole.
  if (end < size) await file.resize(size)
  return size
}
