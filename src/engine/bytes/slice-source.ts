/** A part of a byte source as one of its own; and a source in which a part is read from another place of it. */
import { type ByteRange, type ByteSource, checkRange, readInto } from './byte-source.ts'
import { endOf } from './ranges.ts'

/** The range is inside of `source`. */
export const sliceSource = (source: ByteSource, { offset, length }: ByteRange): ByteSource => ({
  size: length,
  async read(at, count) {
    checkRange(length, at, count)
    return source.read(offset + at, count)
  },
  async readInto(at, target) {
    checkRange(length, at, target.length)
    await readInto(source, offset + at, target)
  },
})

/** `range` reads as the bytes from `copy` on: the copy of a structure instead of its first one. Both are inside of the source. */
export const replaced = (source: ByteSource, range: ByteRange, copy: number): ByteSource => ({
  size: source.size,
  async read(offset, length) {
    checkRange(source.size, offset, length)
    const bytes = await source.read(offset, length)
    const from = Math.max(offset, range.offset)
    const to = Math.min(offset + length, endOf(range))
    if (from < to) {
      bytes.set(await source.read(copy + from - range.offset, to - from), from - offset)
    }
    return bytes
  },
})
