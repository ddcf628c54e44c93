/** Digests made in the worker, which goes on answering meanwhile. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import type { HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import { HashStream } from '../../engine/bytes/hash/hash-stream.ts'
import { pause } from '../pause.ts'

/** Of `total` bytes that are to come. */
export const startHash = (
  algorithms: readonly HashAlgorithm[],
  total: number,
  { signal, onProgress }: Run,
): Promise<HashStream> => HashStream.start(algorithms, total, { signal, onProgress, pause })
