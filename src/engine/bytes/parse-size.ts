/** Sizes as people write them: the other way of `formatBytes`. */

const UNITS = ['', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']
/** No number that matters has more digits: 2^64 - 1 has twenty. */
const PATTERN = /^(\d{1,20}) ?([KMGTPE]iB)?$/

/** Whole bytes, with or without a unit: "4096", "64KiB", "10 GiB". `undefined` where it is something else. */
export function parseSize(text: string): bigint | undefined {
  const [, digits, unit = ''] = PATTERN.exec(text) ?? []
  if (digits === undefined) return undefined
  return BigInt(digits) << BigInt(10 * UNITS.indexOf(unit))
}
