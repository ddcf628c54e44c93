/** Whole numbers as people type them: what all other texts with a number in them are read by. */

/** No number that matters has more digits: 2^64 - 1 has twenty, or sixteen as hex digits. */
const DIGITS = /^(?:\d{1,20}|0x[\da-f]{1,16})$/i

/** "4096" or "0x1000". `undefined` where it is something else: a sign, a fraction, a power, a unit. */
export const parseWhole = (text: string): bigint | undefined =>
  DIGITS.test(text) ? BigInt(text) : undefined
