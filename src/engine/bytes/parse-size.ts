/** Sizes as people write them: the other way of `formatBytes`. */

const UNITS = ['', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/**
 * Offsets as they are shown, or decimal digits with or without a unit. No number that matters has more
 * of them: 2^64 - 1 has twenty. Without flags, so that it is a pattern of JSON Schema as well.
 */
export const SIZE_TEXT = /^(?:0[xX][0-9a-fA-F]{1,16}|([0-9]{1,20}) ?([KMGTPE]iB)?)$/

/**
 * Whole bytes, with or without a unit: "4096", "64KiB", "10 GiB", or an offset such as "0x100000".
 * `undefined` where it is something else.
 */
export function parseSize(text: string): bigint | undefined {
  const match = SIZE_TEXT.exec(text)
  if (match === null) return undefined
  const [, digits, unit = ''] = match
  return digits === undefined ? BigInt(text) : BigInt(digits) << BigInt(10 * UNITS.indexOf(unit))
}
