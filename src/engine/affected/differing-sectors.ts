/** The sectors in which two runs of bytes differ. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { SECTOR } from './changed-ranges.ts'

/**
 * Of bytes that begin at `offset`, by which sectors are counted; the first and the last may be parts of one. Both are
 * equally long. Neighbours are one range; the ranges lie inside of what was given.
 */
export function differingSectors(
  offset: number,
  before: Uint8Array,
  after: Uint8Array,
): readonly ByteRange[] {
  const found: { offset: number; length: number }[] = []
  const isAligned = before.byteOffset % 4 === 0 && after.byteOffset % 4 === 0
  const words = isAligned ? Math.floor(before.length / 4) : 0
  const left = new Uint32Array(before.buffer, words > 0 ? before.byteOffset : 0, words)
  const right = new Uint32Array(after.buffer, words > 0 ? after.byteOffset : 0, words)
  for (let at = 0; at < before.length; ) {
    const end = Math.min(before.length, at + SECTOR - ((offset + at) % SECTOR))
    const isWhole = at % 4 === 0 && end / 4 <= words
    const differs = isWhole
      ? wordsDiffer(left, right, at / 4, Math.floor(end / 4)) ||
        bytesDiffer(before, after, end - (end % 4), end)
      : bytesDiffer(before, after, at, end)
    const last = found.at(-1)
    if (differs && last && last.offset + last.length === offset + at) last.length += end - at
    else if (differs) found.push({ offset: offset + at, length: end - at })
    at = end
  }
  return found
}

function wordsDiffer(a: Uint32Array, b: Uint32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (a[i] !== b[i]) return true
  return false
}

function bytesDiffer(a: Uint8Array, b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (a[i] !== b[i]) return true
  return false
}
