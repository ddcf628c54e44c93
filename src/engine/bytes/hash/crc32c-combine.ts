/** The CRC-32C of two byte strings one behind the other, from the CRC-32C of each. */

/** The reversed Castagnoli polynomial, as in crc32c.ts: bit 31 is x⁰, bit 0 is x³¹. */
const POLYNOMIAL = 0x82f63b78
const ONE = 0x8000_0000

/** The product of two polynomials modulo the Castagnoli polynomial. */
function multiply(a: number, b: number): number {
  let product = 0
  let shifted = b
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= shifted
    shifted = shifted & 1 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1
  }
  return product >>> 0
}

/** At index n: x to the power of 8 · 2ⁿ, what 2ⁿ more bytes do to a checksum. Lengths are below 2⁵³. */
const POWERS: readonly number[] = (() => {
  const powers = [ONE >>> 8]
  for (let n = 1; n < 53; n++) {
    const half = powers[n - 1] ?? 0
    powers.push(multiply(half, half))
  }
  return powers
})()

/**
 * `crc32c(a, b)` from `crc32c(a)`, `crc32c(b)` and the length of b in bytes, an integer from 0 to
 * 2^53-1. Takes no longer for a long b than for a short one, within 53 steps.
 */
export function combineCrc32c(first: number, second: number, secondLength: number): number {
  let shift = ONE
  let rest = secondLength
  for (let n = 0; rest > 0; n++) {
    if (rest % 2 === 1) shift = multiply(shift, POWERS[n] ?? 0)
    rest = Math.floor(rest / 2)
  }
  return (multiply(shift, first) ^ second) >>> 0
}
