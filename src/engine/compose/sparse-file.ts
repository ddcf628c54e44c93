/** A file in memory that keeps only what was written: a disk of 64 TiB costs no more than its tables. */
import { type ByteFile, type ByteRange, checkPlace, checkRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { KIB } from '../format/layout.ts'

/** Written bytes are kept by pages of this size; the rest of a page reads as zero. */
const PAGE_SIZE = 64 * KIB

export class SparseFile implements ByteFile {
  readonly #pages = new Map<number, Uint8Array>()
  #size = 0

  get size(): number {
    return this.#size
  }

  /** As `write`, at once. */
  put(offset: number, bytes: Uint8Array): void {
    checkPlace(offset, bytes.length)
    if (bytes.length === 0) return
    for (const { page, from, at, length } of pieces(offset, bytes.length)) {
      const target = this.#pages.get(page) ?? new Uint8Array(PAGE_SIZE)
      target.set(bytes.subarray(from, from + length), at)
      this.#pages.set(page, target)
    }
    this.#size = Math.max(this.#size, offset + bytes.length)
  }

  /** As `read`, at once. */
  take(offset: number, length: number): Uint8Array {
    checkRange(this.#size, offset, length)
    const bytes = new Uint8Array(length)
    for (const { page, from, at, length: part } of pieces(offset, length)) {
      const source = this.#pages.get(page)
      if (source) bytes.set(source.subarray(at, at + part), from)
    }
    return bytes
  }

  /** As `resize`, at once. */
  setSize(size: number): void {
    checkPlace(size)
    if (size < this.#size) {
      const last = Math.floor(size / PAGE_SIZE)
      for (const page of this.#pages.keys()) if (page > last) this.#pages.delete(page)
      this.#pages.get(last)?.fill(0, size % PAGE_SIZE)
    }
    this.#size = size
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    return this.take(offset, length)
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    this.put(offset, bytes)
  }

  async resize(size: number): Promise<void> {
    this.setSize(size)
  }

  async flush(): Promise<void> {}

  /** Where something was written, in order, rounded to pages; everything else is zero. */
  extents(): ByteRange[] {
    const extents: ByteRange[] = []
    for (const page of [...this.#pages.keys()].sort((a, b) => a - b)) {
      const offset = page * PAGE_SIZE
      const length = Math.min(PAGE_SIZE, this.#size - offset)
      const last = extents.at(-1)
      if (last && endOf(last) === offset) {
        extents[extents.length - 1] = { offset: last.offset, length: last.length + length }
      } else if (length > 0) extents.push({ offset, length })
    }
    return extents
  }

  /** The whole file; for small ones. Throws a `RangeError` where the engine has no room for it. */
  toBytes(): Uint8Array {
    return this.take(0, this.#size)
  }

  /** A copy that can be changed without changing this one. */
  clone(): SparseFile {
    const copy = new SparseFile()
    for (const [page, bytes] of this.#pages) copy.#pages.set(page, bytes.slice())
    copy.#size = this.#size
    return copy
  }
}

/** A range cut at the borders of pages: `from` counts from the range's start, `at` from the page's. */
function* pieces(offset: number, length: number) {
  for (let from = 0; from < length; ) {
    const page = Math.floor((offset + from) / PAGE_SIZE)
    const at = (offset + from) % PAGE_SIZE
    const part = Math.min(PAGE_SIZE - at, length - from)
    yield { page, from, at, length: part }
    from += part
  }
}
