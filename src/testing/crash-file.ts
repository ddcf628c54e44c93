/** A file in memory whose power can fail: what was not flushed is kept or lost, sector by sector. */
import type { ByteFile } from '../engine/bytes/byte-source.ts'
import { MemoryFile } from '../engine/bytes/memory-file.ts'

const SECTOR = 4096

export class CrashFile implements ByteFile {
  readonly #volatile: MemoryFile
  #durable: Uint8Array
  /** Numbers of the sectors written since the last flush. */
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
    const end = Math.ceil((offset + bytes.length) / SECTOR)
    for (let sector = Math.floor(offset / SECTOR); sector < end; sector++) this.#dirty.add(sector)
  }

  resize(size: number): Promise<void> {
    return this.#volatile.resize(size)
  }

  async flush(): Promise<void> {
    this.#durable = await this.#volatile.read(0, this.size)
    this.#dirty.clear()
  }

  /**
   * What is found after the power failed: all that was flushed, and of the sectors written since then
   * those that `isKept` names. With `keepsSize` the file has its new size even where the bytes are lost.
   */
  async crash(isKept: (sector: number) => boolean, keepsSize: boolean): Promise<Uint8Array> {
    const after = new MemoryFile(this.#durable)
    if (keepsSize) await after.resize(this.size)
    for (const sector of this.#dirty) {
      if (!isKept(sector)) continue
      const offset = sector * SECTOR
      const length = Math.min(SECTOR, this.size - offset)
      await after.write(offset, await this.#volatile.read(offset, length))
    }
    return after.read(0, after.size)
  }
}
