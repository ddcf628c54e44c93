/** LZNT1 (MS-XCA, section 2.5): chunks that hold 4 KiB each, of literal bytes and of copies of what came before. */
import type { ByteRange } from '../../../bytes/byte-source.ts'

const CHUNK = 4096
const IS_COMPRESSED = 0x8000

/** What is packed, as far as it can be unpacked, and zeros for the rest. */
export interface Unpacked {
  readonly bytes: Uint8Array
  /** Where that is because what is packed is damaged, in order. */
  readonly damaged: readonly ByteRange[]
}

/**
 * `size` bytes of what is packed. Behind what it ends with they are zeros, as in every reader of NTFS; where it is
 * damaged, the rest of the chunk is, and where it is not known any more where the next one begins, the rest of all.
 */
export function unpackLznt1(packed: Uint8Array, size: number): Unpacked {
  const bytes = new Uint8Array(size)
  const damaged: ByteRange[] = []
  const lose = (offset: number, end: number): void => {
    if (offset < end) damaged.push({ offset, length: end - offset })
  }
  for (let at = 0, to = 0; at + 2 <= packed.length && to < size; to += CHUNK) {
    const header = (packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8)
    if (header === 0) break
    const start = at + 2
    const end = start + (header & 0xfff) + 1
    if (end > packed.length) {
      lose(to, size)
      break
    }
    const target = bytes.subarray(to, to + CHUNK)
    const chunk = packed.subarray(start, end)
    if ((header & IS_COMPRESSED) !== 0) lose(to + unpackChunk(chunk, target), to + target.length)
    else target.set(chunk.subarray(0, target.length))
    at = end
  }
  return { bytes, damaged }
}

/** Where in `out` the damage begins; its length where there is none. */
function unpackChunk(packed: Uint8Array, out: Uint8Array): number {
  let at = 0
  let to = 0
  while (at < packed.length) {
    const flags = packed[at++] ?? 0
    for (let bit = 0; bit < 8; bit++) {
      if (at >= packed.length || to >= out.length) return out.length
      if (((flags >> bit) & 1) === 0) {
        out[to++] = packed[at++] ?? 0
        continue
      }
      if (at + 2 > packed.length) return to
      const pair = (packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8)
      at += 2
      // The further in the chunk, the more bits say how far back, and the fewer how much.
      const lengthBits = 12 - Math.max(0, 28 - Math.clz32(to - 1))
      const back = (pair >> lengthBits) + 1
      if (to === 0 || back > to) return to
      const end = Math.min(to + (pair & ((1 << lengthBits) - 1)) + 3, out.length)
      while (to < end) {
        out[to] = out[to - back] ?? 0
        to++
      }
    }
  }
  return out.length
}
