/** A file in memory, which grows as it is written. */
import { type ByteFile, checkPlace, checkRange } from './byte-source.ts'

export class MemoryFile implements ByteFile {
  /** Longer than the file where it may grow; zero behind the file's end. */
  #bytes: Uint8Array
  #size: number

  /** A file with a copy of `content`. */
  constructor(content: Uint8Array = new Uint8Array()) {
    // Not `slice`: that of a Node Buffer is a view of the same memory.
    this.#bytes = new Uint8Array(content)
    this.#size = content.length
  }

  get size(): number {
    return this.#size
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.#size, offset, length)
    return this.#bytes.slice(offset, offset + length)
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    checkPlace(offset, bytes.length)
    if (bytes.length === 0) return
    this.#grow(offset + bytes.length)
    this.#bytes.set(bytes, offset)
  }

  async resize(size: number): Promise<void> {
    checkPlace(size)
    if (size < this.#size) this.#bytes.fill(0, size, this.#size)
    else this.#grow(size)
    this.#size = size
  }

  async flush(): Promise<void> {}

  #grow(size: number): void {
    if (size > this.#bytes.length) {
      // Doubling keeps many small appends linear in what is written.
      const larger = new Uint8Array(Math.max(size, this.#bytes.length * 2))
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#size = Math.max(this.#size, size)
  }
}
