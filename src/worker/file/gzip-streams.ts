/** The browser’s own gzip, for skeletons. */
import type { Inflate } from '../../engine/skeleton/read-skeleton.ts'
import type { Gzip } from '../../engine/skeleton/write-skeleton.ts'

export const inflate: Inflate = (pieces) => through(pieces, new DecompressionStream('gzip'))

export const gzip: Gzip = (pieces) => through(pieces, new CompressionStream('gzip'))

/** Not every browser has streams of iterables, and iterables of streams. */
async function* through(
  pieces: AsyncIterable<Uint8Array>,
  transform: CompressionStream | DecompressionStream,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = streamOf(pieces).pipeThrough(transform).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // Whoever stops early wants no more of the file.
    await reader.cancel().catch(() => undefined)
  }
}

function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<BufferSource> {
  const iterator = pieces[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value as Uint8Array<ArrayBuffer>)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
