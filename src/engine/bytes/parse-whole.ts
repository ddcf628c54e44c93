/** Whole numbers as people type them: what all other texts with a number in them are read by. */

/** No number that matters has more digits: 2^64 - 1 has twenty, or sixteen as hex digits. */
const DIGITS = /^(?:\d{1,20}|0x[\da-f]{1,16})$/i

/** "4096" or "0x1000". `undefined` where it is something else: a sign, a fraction, a power, a unit. */
export const parseWhole = (text: string): bigint | undefined =>
  DIGITS.test(text) ? BigInt(text) : undefined

/** Only thousands: "1,5" is no fifteen. */
const GROUPED = /^\d{1,3}(?:[,_\s]\d{3})+$/

/** As it is typed: also with marks between thousands, "1,024", and with spaces around. */
export function readWhole(text: string): bigint | undefined {
  const bare = text.trim()
  return parseWhole(GROUPED.test(bare) ? bare.replaceAll(/[,_\s]/g, '') : bare)
}
