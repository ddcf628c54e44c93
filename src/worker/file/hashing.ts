/** Digests made in the worker, which goes on answering meanwhile. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import type { HashAlgorithm } from '../../engine/bytes/hash-names.ts'
import { HashStream } from '../../engine/bytes/hash-stream.ts'

/** The turn of whatever waits. A timer would take four milliseconds for it. */
const pause = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })

/** Of `total` bytes that are to come. */
export const startHash = (
  algorithms: readonly HashAlgorithm[],
  total: number,
  { signal, onProgress }: Run,
): Promise<HashStream> => HashStream.start(algorithms, total, { signal, onProgress, pause })
