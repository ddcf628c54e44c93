/** Hashes of all bytes of a source, and that its file has not changed meanwhile. */
import type { ByteSource } from '../../engine/bytes/byte-source.ts'
import type { Hash, HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import { Failure } from '../failure.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { identityOf } from './fingerprint.ts'
import { startHash } from './hashing.ts'

interface HashedFile {
  readonly path: string
  /** When the command began; without it, from now on. */
  readonly identity?: string | undefined
  readonly algorithms: readonly HashAlgorithm[]
}

/** Rejects with a `Failure`, or with the signal's reason. */
export async function hashWhole(
  source: ByteSource,
  { path, algorithms, ...file }: HashedFile,
  { signal }: Pick<Io, 'signal'>,
): Promise<readonly Hash[]> {
  const identity = file.identity ?? (await identityOf(path))
  const hash = await startHash(algorithms, source.size, { signal })
  await hash.addSource(source)
  if ((await identityOf(path)) !== identity) {
    throw new Failure(`${printable(path)} has changed while it was read; is it in use?`)
  }
  return hash.finish()
}
