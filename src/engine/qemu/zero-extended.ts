/** A source as QEMU reads a file: what lies behind its end is zero. */
import type { ByteSource } from '../bytes/byte-source.ts'

/** Reads of any place up to 2^53-1; whoever reads bounds how much. */
export const zeroExtended = (source: ByteSource): ByteSource => ({
  size: Number.MAX_SAFE_INTEGER,
  async read(offset, length) {
    const there = Math.max(0, Math.min(length, source.size - offset))
    if (there === length) return source.read(offset, length)
    const bytes = new Uint8Array(length)
    if (there > 0) bytes.set(await source.read(offset, there))
    return bytes
  },
})
