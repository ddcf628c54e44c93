/** Sizes as people write them: the other way of `formatBytes`. */

const UNITS = ['', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']
/** No number that matters has more digits: 2^64 - 1 has twenty. */
const PATTERN = /^(\d{1,20}) ?([KMGTPE]iB)?$/
/** As offsets are shown. */
const HEX = /^0x[\da-f]{1,16}$/i

/**
 * Whole bytes, with or without a unit: "4096", "64KiB", "10 GiB", or an offset such as "0x100000".
 * `undefined` where it is something else.
 */
export function parseSize(text: string): bigint | undefined {
  if (HEX.test(text)) return BigInt(text)
  const [, digits, unit = ''] = PATTERN.exec(text) ?? []
  if (digits === undefined) return undefined
  return BigInt(digits) << BigInt(10 * UNITS.indexOf(unit))
}
