/** Calls about proof: the replayed copy, written and read back, and hashes. */

import type { EvidenceCall } from '../evidence-call-names.ts'
import type { CurrentFile } from '../file/current-file.ts'
import { blobSource } from '../file/files.ts'
import { hashEvidence } from '../file/hash-evidence.ts'
import { hashFile } from '../file/hash-file.ts'
import { startHash } from '../file/hashing.ts'
import type { Handlers } from '../rpc.ts'
import { saveCopy } from '../save/saving.ts'
import { runOf } from './call-run.ts'

export const evidenceCalls = (current: CurrentFile): Pick<Handlers, EvidenceCall> => ({
  saveCopy: async (target, run) => saveCopy(current.file, target, run),
  hashBlob: async ({ blob, algorithm }, run) => {
    const hash = await startHash([algorithm], blob.size, runOf(run))
    await hash.addSource(blobSource(blob))
    return hash.finishOne()
  },
  hashFile: async ({ state, algorithms }, run) =>
    hashFile(current.file, state, algorithms, runOf(run)),
  hashEvidence: async (_, run) => hashEvidence(current.file, runOf(run)),
})
