/** The hashes of many files as text: a line each, as sha256sum and b3sum write and check them. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import type { HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import { COPY } from '../errors.ts'
import { blobSource } from '../file/files.ts'
import { startHash } from '../file/hashing.ts'
import type { SavedRecord } from '../protocol/files.ts'

/** Lines that are put into a Blob at once: a million of them need not be in memory. */
const LINES = 4096

export class HashRecord {
  readonly #blobs: Blob[] = []
  #lines: string[] = []

  /** `path` has safe names, which have neither line breaks nor backslashes. */
  add(hex: string, path: string): void {
    this.#lines.push(`${hex}  ${path}\n`)
    if (this.#lines.length === LINES) this.#flush()
  }

  async finish(algorithm: HashAlgorithm, run: Run): Promise<SavedRecord> {
    this.#flush()
    const blob = new Blob(this.#blobs, { type: 'text/plain' })
    const hash = await startHash([algorithm], blob.size, run)
    await hash.addSource(blobSource(blob, COPY))
    return { blob, hash: hash.finishOne() }
  }

  #flush(): void {
    if (this.#lines.length > 0) this.#blobs.push(new Blob([this.#lines.join('')]))
    this.#lines = []
  }
}
