/** A file in memory whose power can fail: what was not flushed is kept or lost, piece by piece. */
import type { ByteFile } from '../engine/bytes/byte-source.ts'
import { MemoryFile } from '../engine/bytes/memory-file.ts'

/** Bytes that are kept or lost together: less than any disk's sector, so that a header can be torn too. */
const PIECE = 16

export class CrashFile implements ByteFile {
  readonly #volatile: MemoryFile
  #durable: Uint8Array
  /** Numbers of the pieces written since the last flush. */
  readonly #dirty = new Set<number>()

  constructor(content: Uint8Array) {
    this.#volatile = new MemoryFile(content)
    this.#durable = content.slice()
  }

  get size(): number {
    return this.#volatile.size
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return this.#volatile.read(offset, length)
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    await this.#volatile.write(offset, bytes)
    const end = Math.ceil((offset + bytes.length) / PIECE)
    for (let piece = Math.floor(offset / PIECE); piece < end; piece++) this.#dirty.add(piece)
  }

  resize(size: number): Promise<void> {
    return this.#volatile.resize(size)
  }

  async flush(): Promise<void> {
    if (this.size !== this.#durable.length) {
      const resized = new Uint8Array(this.size)
      resized.set(this.#durable.subarray(0, this.size))
      this.#durable = resized
    }
    for (const offset of this.#dirtyOffsets()) {
      const length = Math.min(PIECE, this.size - offset)
      this.#durable.set(await this.#volatile.read(offset, length), offset)
    }
    this.#dirty.clear()
  }

  /** Those that a later change of size has not cut off. */
  #dirtyOffsets(): readonly number[] {
    return [...this.#dirty].map((piece) => piece * PIECE).filter((offset) => offset < this.size)
  }

  /**
   * What is found after the power failed: all that was flushed, and of the pieces written since then
   * those that `isKept` names. With `keepsSize` the file has its new size even where the bytes are lost.
   */
  async crash(isKept: (piece: number) => boolean, keepsSize: boolean): Promise<Uint8Array> {
    const kept = this.#dirtyOffsets().filter((offset) => isKept(offset / PIECE))
    const end = Math.min(this.size, Math.max(0, ...kept.map((offset) => offset + PIECE)))
    const after = new Uint8Array(keepsSize ? this.size : Math.max(this.#durable.length, end))
    after.set(this.#durable.subarray(0, after.length))
    const lost = await this.#volatile.read(0, this.size)
    for (const offset of kept) after.set(lost.subarray(offset, offset + PIECE), offset)
    return after
  }
}

/** Ends where the power fails: at a write, a flush or a change of size. It says “cut”. */
export class CutFile extends CrashFile {
  #left: number

  constructor(content: Uint8Array, after: number) {
    super(content)
    this.#left = after
  }

  #count(): void {
    if (this.#left-- <= 0) throw new Error('cut')
  }

  override async write(offset: number, bytes: Uint8Array): Promise<void> {
    this.#count()
    await super.write(offset, bytes)
  }

  override async resize(size: number): Promise<void> {
    this.#count()
    await super.resize(size)
  }

  override async flush(): Promise<void> {
    this.#count()
    await super.flush()
  }
}
