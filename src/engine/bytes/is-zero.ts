/** Whether bytes are all zero: what a hole of a sparse file reads as. */

/** Bytes [from, to) of `bytes`; fastest where they begin at a multiple of four bytes of the buffer. */
export function isZero(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
  const start = bytes.byteOffset + from
  const words = start % 4 === 0 ? Math.floor((to - from) / 4) : 0
  const view = new Uint32Array(bytes.buffer, words > 0 ? start : 0, words)
  for (let i = 0; i < words; i++) if (view[i] !== 0) return false
  for (let at = from + words * 4; at < to; at++) if (bytes[at] !== 0) return false
  return true
}
