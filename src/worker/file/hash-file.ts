/** Hashes of the open file as a whole, as it is or as its replayed copy would be. */

import type { Run } from '../../engine/bytes/byte-source.ts'
import type { HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { FileHash } from '../../engine/inspect/evidence.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { SOURCE } from '../errors.ts'
import type { CopyPart } from '../save/copy-parts.ts'
import { blobSource } from './files.ts'
import { startHash } from './hashing.ts'
import type { OpenFile } from './open-file.ts'

/**
 * Throws a `CallError` where nothing can be replayed, or where the file is not what it was at opening:
 * a hash of it would be one of another file.
 */
export async function hashFile(
  open: OpenFile,
  state: State,
  algorithms: readonly HashAlgorithm[],
  run: Run,
): Promise<readonly FileHash[]> {
  open.requireData('a hash of the file')
  const after = state === 'after'
  const size = after ? open.update.result.size : open.file.size
  await open.requireUnchanged(run)
  const hash = await startHash(algorithms, size, run)
  const parts: readonly CopyPart[] = after
    ? await open.parts({ signal: run.signal })
    : [{ kind: 'bytes', offset: 0, blob: open.file }]
  for (const part of parts) {
    if (part.kind === 'zeros') await hash.addZeros(part.length)
    else await hash.addSource(blobSource(part.blob, SOURCE, true))
  }
  await open.requireUnchanged(run)
  open.readHere({ offset: 0, length: open.file.size })
  const about = { state, size, finished: new Date().toISOString() }
  const { fileWriteGuid } = open.ids
  return hash.finish().map((made) => ({ ...made, ...about, ...(after && { fileWriteGuid }) }))
}
