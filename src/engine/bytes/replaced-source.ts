/** A byte source in which a few bytes are read from another place of it: the copy of a structure instead of its first one. */
import { type ByteRange, type ByteSource, checkRange } from './byte-source.ts'
import { endOf } from './ranges.ts'

/** `range` reads as the bytes from `copy` on. Both are inside of the source. */
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
