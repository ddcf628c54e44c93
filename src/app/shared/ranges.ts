/** Ranges of bytes, for the screens. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'

/** The offset of the first byte behind it. */
export const endOf = ({ offset, length }: ByteRange): number => offset + length

/** Whether two ranges share at least one byte. */
export const overlaps = (a: ByteRange, b: ByteRange): boolean =>
  a.length > 0 && b.length > 0 && a.offset < endOf(b) && b.offset < endOf(a)

export const sameRange = (a: ByteRange | undefined, b: ByteRange): boolean =>
  a?.offset === b.offset && a.length === b.length
