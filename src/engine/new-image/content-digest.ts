/** What a disk holds, in a few digits: two disks that read the same have the same, wherever they have holes. */
import type { Digest } from '../bytes/hash/digest.ts'
import { createXxh64 } from '../bytes/hash/xxh64.ts'
import { isZero } from '../bytes/is-zero.ts'
import { KIB } from '../format/layout.ts'

/** What is all zero in chunks of this size, and aligned to it, counts as a hole. */
const CHUNK = 64 * KIB

/** Takes the bytes of a disk in order; what is not given is zero. */
export class ContentDigest {
  readonly #digest: Digest
  readonly #place = new BigUint64Array(1)

  private constructor(digest: Digest) {
    this.#digest = digest
  }

  static async start(): Promise<ContentDigest> {
    return new ContentDigest(await createXxh64())
  }

  /** `offset` is a multiple of `CHUNK`; so is the length of `bytes`, but at the end of the disk. */
  add(offset: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const end = Math.min(at + CHUNK, bytes.length)
      if (isZero(bytes, at, end)) continue
      this.#place[0] = BigInt(offset + at)
      this.#digest.update(new Uint8Array(this.#place.buffer))
      this.#digest.update(bytes.subarray(at, end))
    }
  }

  /** Ends it. */
  hex(): string {
    return this.#digest.hex()
  }
}
