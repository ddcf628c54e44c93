/** Hashes of the open file, of what its answer rests on, and of what is handed out. */
import type { Hash, HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { EvidenceRecord, FileHash } from '../../engine/inspect/evidence.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { call } from './call.ts'

export const hash = {
  /**
   * Hashes of the open file, made in one pass; after the replay those of the copy that `save.copy` and
   * `save.blob` make until the file is opened again. Progress in bytes. Fails with `file-changed` where
   * headers, log or what the replay writes over read otherwise than at opening, before or behind.
   */
  file: call<
    { readonly state: State; readonly algorithms: readonly HashAlgorithm[] },
    readonly FileHash[]
  >(),
  /** What the answer rests on, as the file reads now. Progress in bytes. */
  evidence: call<object, EvidenceRecord>(),
  /** Of what a download is given. Progress in bytes. */
  blob: call<{ readonly blob: Blob; readonly algorithm: HashAlgorithm }, Hash>(),
}
