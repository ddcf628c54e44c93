/** Whether bytes have the statistics of random ones, as encrypted data have: Pearson's chi-square over their values. */

const VALUES = 256
/** Of 255 degrees of freedom it is 255 on average; 22.6 is its standard deviation, and six of these are never left by chance. */
const MEAN = VALUES - 1
const BOUND = 6 * Math.sqrt(2 * MEAN)
/** Below 5 of each value it says nothing. */
const FEWEST = 5 * VALUES

/**
 * True of random bytes, and mostly of well compressed ones: by itself it says nothing of who made them. False
 * of fewer than 1,280 bytes.
 */
export function looksRandom(bytes: Uint8Array): boolean {
  if (bytes.length < FEWEST) return false
  const counts = new Uint32Array(VALUES)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  const expected = bytes.length / VALUES
  const sum = counts.reduce((all, count) => all + (count - expected) ** 2, 0)
  return Math.abs(sum / expected - MEAN) < BOUND
}
