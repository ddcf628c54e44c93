/** Hashes of the open file, of what its answer rests on, and of what is handed out. */
import { SOURCE } from '../errors.ts'
import { blobSource } from '../file/files.ts'
import { hashEvidence } from '../file/hash-evidence.ts'
import { hashFile } from '../file/hash-file.ts'
import { startHash } from '../file/hashing.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export const hashCalls = ({ current }: Session): HandlersOf<'hash'> => ({
  file: async ({ state, algorithms }, run) => hashFile(current.file, state, algorithms, runOf(run)),
  evidence: async (_, run) => hashEvidence(current.file, runOf(run)),
  blob: async ({ blob, algorithm }, run) => {
    const hash = await startHash([algorithm], blob.size, runOf(run))
    // It has slices of the open file; bytes of parents are in it already.
    await hash.addSource(blobSource(blob, SOURCE, true))
    return hash.finishOne()
  },
})
