/** Sizes as people write them: the other way of `formatBytes`. */
import { parseWhole } from './parse-whole.ts'

const UNITS = ['', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']
const WITH_UNIT = /^(\d{1,20}) ?([KMGTPE]iB)$/

/**
 * Whole bytes, with or without a unit: "4096", "64KiB", "10 GiB", or an offset such as "0x100000".
 * `undefined` where it is something else.
 */
export function parseSize(text: string): bigint | undefined {
  const [, digits = text, unit = ''] = WITH_UNIT.exec(text) ?? []
  const count = parseWhole(digits)
  return count === undefined ? undefined : count << BigInt(10 * UNITS.indexOf(unit))
}
