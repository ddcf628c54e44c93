/** What a disk holds, in a few digits: two disks that read the same have the same, wherever they have holes. */

import type { Digest } from '../bytes/hash/digest.ts'
import { createXxh64 } from '../bytes/hash/xxh64.ts'
import { dataRuns } from '../bytes/is-zero.ts'
import { endOf } from '../bytes/ranges.ts'

/** Takes the pieces of a disk in order (`diskPieces`); what is not given is zero. */
export class ContentDigest {
  readonly #digest: Digest
  readonly #place = new BigUint64Array(2)

  private constructor(digest: Digest) {
    this.#digest = digest
  }

  static async start(): Promise<ContentDigest> {
    return new ContentDigest(await createXxh64())
  }

  /** `offset`: of the piece, on the disk. */
  add(offset: number, bytes: Uint8Array): void {
    for (const run of dataRuns(bytes)) {
      this.#place.set([BigInt(offset + run.offset), BigInt(run.length)])
      this.#digest.update(new Uint8Array(this.#place.buffer))
      this.#digest.update(bytes.subarray(run.offset, endOf(run)))
    }
  }

  /** Ends it. */
  hex(): string {
    return this.#digest.hex()
  }
}
