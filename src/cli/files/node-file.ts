/** A file of this machine, through node:fs. */
import { readSync, type Stats, writeSync } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { type ByteFile, checkPlace, checkRange } from '../../engine/bytes/byte-source.ts'
import { failing, failure } from '../failure.ts'

/** The most that one call to the system is asked for. */
const MAX_CALL = 1024 ** 3
/**
 * Up to here a call is made at once: to hand a sector to a thread and wait for it takes ten times as
 * long as to read it, and a megabyte that the system holds still twice as long. A log of 64 MiB may
 * name 15,000 sectors.
 */
const MAX_AT_ONCE = 1024 * 1024
/** How long such calls may go on before whatever else waits has its turn, a signal above all. In milliseconds. */
const MAX_SILENCE = 20

/**
 * A `ByteFile` that must be closed. What the system refuses, reading and closing included, is a `Failure`
 * that names the file: wherever it ends up, it is a sentence.
 */
export class NodeFile implements ByteFile {
  readonly #handle: FileHandle
  readonly #name: string
  #size: number
  #lastTurn = performance.now()

  private constructor(handle: FileHandle, name: string, size: number) {
    this.#handle = handle
    this.#name = name
    this.#size = size
  }

  /**
   * `r` reads only, `r+` also writes, `wx+` makes a new file and rejects with EEXIST where there is
   * one. A folder or a device is not a file: EISDIR, EINVAL. `name` is what a sentence calls the file.
   */
  static async open(path: string, flags: 'r' | 'r+' | 'wx+', name = path): Promise<NodeFile> {
    const fail = failing(`${name} cannot be ${flags === 'r' ? 'read' : 'written'}`)
    // To open a pipe waits for somebody at its other end, for ever.
    if (flags !== 'wx+') await stat(path).then(requireFile).catch(fail)
    const handle = await open(path, flags).catch(fail)
    try {
      const found = await handle.stat()
      requireFile(found)
      return new NodeFile(handle, name, found.size)
    } catch (error) {
      await handle.close().catch(() => undefined)
      return fail(error)
    }
  }

  /** A new file with a mode, as far as the user's umask lets it; rejects with EEXIST where there is one. */
  static async make(path: string, mode: number, name = path): Promise<NodeFile> {
    const handle = await open(path, 'wx+', mode).catch(failing(`${name} cannot be written`))
    return new NodeFile(handle, name, 0)
  }

  /** As it was when the file was opened, or as it was set since. */
  get size(): number {
    return this.#size
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    // Before it is taken: what is read may be asked for by a number that is wrong.
    checkRange(this.#size, offset, length)
    const bytes = new Uint8Array(length)
    await this.readInto(offset, bytes)
    return bytes
  }

  async readInto(offset: number, target: Uint8Array): Promise<void> {
    const { length } = target
    checkRange(this.#size, offset, length)
    let done = 0
    while (done < length) {
      const part = Math.min(length - done, MAX_CALL)
      const bytesRead = await this.#read(target, done, part, offset + done)
      if (bytesRead === 0) this.#fail('read', new Error('it has become shorter while it was open'))
      done += bytesRead
    }
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    // Node takes a negative position for "where the last write ended".
    checkPlace(offset, bytes.length)
    if (bytes.length === 0) return
    let done = 0
    while (done < bytes.length) {
      const part = Math.min(bytes.length - done, MAX_CALL)
      done += await this.#write(bytes, done, part, offset + done)
    }
    this.#size = Math.max(this.#size, offset + bytes.length)
  }

  async resize(size: number): Promise<void> {
    checkPlace(size)
    await this.#handle.truncate(size).catch((error) => this.#fail('written', error))
    this.#size = size
  }

  async flush(): Promise<void> {
    await this.#handle.sync().catch((error) => this.#fail('written', error))
  }

  /** Closes the file. Rejects where the system says only now that it could not write. */
  async finish(): Promise<void> {
    await this.#handle.close().catch((error) => this.#fail('written', error))
  }

  /** Never rejects: what was only read, or made stable, or finished, does not depend on it. */
  async close(): Promise<void> {
    await this.#handle.close().catch(() => undefined)
  }

  async #read(bytes: Uint8Array, at: number, length: number, offset: number): Promise<number> {
    try {
      if (length > MAX_AT_ONCE) {
        return (await this.#handle.read(bytes, at, length, offset)).bytesRead
      }
      await this.#giveTurn()
      return readSync(this.#handle.fd, bytes, at, length, offset)
    } catch (error) {
      return this.#fail('read', error)
    }
  }

  async #write(bytes: Uint8Array, at: number, length: number, offset: number): Promise<number> {
    try {
      if (length > MAX_AT_ONCE) {
        return (await this.#handle.write(bytes, at, length, offset)).bytesWritten
      }
      await this.#giveTurn()
      return writeSync(this.#handle.fd, bytes, at, length, offset)
    } catch (error) {
      return this.#fail('written', error)
    }
  }

  #fail(done: 'read' | 'written', error: unknown): never {
    throw failure(`${this.#name} cannot be ${done}`, error)
  }

  async #giveTurn(): Promise<void> {
    if (performance.now() - this.#lastTurn < MAX_SILENCE) return
    await setImmediate()
    this.#lastTurn = performance.now()
  }
}

function requireFile(found: Stats): void {
  if (found.isFile()) return
  const code = found.isDirectory() ? 'EISDIR' : 'EINVAL'
  throw Object.assign(new Error('not a regular file'), { code })
}
