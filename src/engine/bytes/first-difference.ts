/** Where two runs of bytes begin to differ: what proves a copy. */

/**
 * The first index at which they differ, also where only one of them goes on; `undefined` if they are
 * equal. By words of four bytes where both begin at a multiple of four bytes of their buffers.
 */
export function firstDifference(a: Uint8Array, b: Uint8Array): number | undefined {
  const held = Math.min(a.length, b.length)
  const isAligned = a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0
  const words = isAligned ? Math.floor(held / 4) : 0
  let at = 4 * firstWord(a, b, words)
  while (at < held && a[at] === b[at]) at++
  return at < Math.max(a.length, b.length) ? at : undefined
}

/** The first of so many words that differs, or their number. */
function firstWord(a: Uint8Array, b: Uint8Array, words: number): number {
  if (words === 0) return 0
  const [left, right] = [
    new Uint32Array(a.buffer, a.byteOffset, words),
    new Uint32Array(b.buffer, b.byteOffset, words),
  ]
  for (let i = 0; i < words; i++) if (left[i] !== right[i]) return i
  return words
}
