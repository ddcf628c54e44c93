/** A stream of parts written into a new file, with holes where it is zero. */
import type { ByteSink } from '../../engine/bytes/byte-source.ts'
import type { HashStream } from '../../engine/bytes/hash/hash-stream.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { type Part, piecesOf } from '../../engine/extract/part.ts'
import { writeData } from '../images/write-new-image.ts'
import type { Io } from '../io.ts'

export interface PartsJob {
  readonly layers: Layers
  readonly parts: AsyncIterable<Part>
  /** Is given all of the file, in order, holes as zeros. */
  readonly hash: HashStream | undefined
}

/** `file` is empty. Resolves with the size of the file. */
export async function writeParts(
  file: ByteSink,
  { layers, parts, hash }: PartsJob,
  { signal, pause }: Io,
): Promise<number> {
  let size = 0
  async function* counted(): AsyncGenerator<Part> {
    for await (const part of parts) {
      size += part.length
      yield part
    }
  }
  let done = 0
  for await (const { offset, bytes } of piecesOf(layers, counted(), { signal, pause })) {
    await hash?.addZeros(offset - done)
    await Promise.all([writeData(file, offset, bytes), hash?.add(bytes)])
    done = offset + bytes.length
  }
  await hash?.addZeros(size - done)
  await file.resize(size)
  return size
}
