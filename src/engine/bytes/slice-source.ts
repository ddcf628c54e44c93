/** A part of a byte source as one of its own. */
import { type ByteRange, type ByteSource, checkRange, readInto } from './byte-source.ts'

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
