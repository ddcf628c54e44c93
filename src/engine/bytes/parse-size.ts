/** Sizes and offsets as people write them: the other way of `formatBytes`, and of `formatHex`. */
import { readWhole } from './parse-whole.ts'

const UNITS = ['', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/**
 * Offsets as they are shown, or decimal digits with or without a unit. No number that matters has more
 * of them: 2^64 - 1 has twenty. Without flags, so that it is a pattern of JSON Schema as well.
 */
export const SIZE_TEXT = /^(?:0[xX][0-9a-fA-F]{1,16}|([0-9]{1,20}) ?([KMGTPE]iB)?)$/

/**
 * Whole bytes as they stand in a file, with or without a unit: "4096", "64KiB", "10 GiB", or an offset
 * such as "0x100000". `undefined` where it is something else.
 */
export function parseSize(text: string): bigint | undefined {
  const match = SIZE_TEXT.exec(text)
  if (match === null) return undefined
  const [, digits, unit = ''] = match
  return digits === undefined ? BigInt(text) : BigInt(digits) << BigInt(10 * UNITS.indexOf(unit))
}

/** Also "k", "Mib", "b": whoever types means powers of 1024. */
const POWERS = ['b', ...UNITS.slice(1).map((unit) => unit.toLowerCase())]
const WITH_UNIT = /^(.{1,30}?)(?:\.(\d{1,6}))?\s?([a-z]{1,3})$/i

/**
 * Bytes as they are typed, in the app and on the command line: "0x1F", "1,024", "36 MiB", "1.5GiB".
 * `undefined` where that is no whole number of them.
 */
export function readSize(text: string): bigint | undefined {
  const bytes = readWhole(text)
  if (bytes !== undefined) return bytes
  const [, count = '', fraction = '', unit = ''] = WITH_UNIT.exec(text.trim()) ?? []
  const whole = readWhole(count)
  const name = unit.toLowerCase()
  const power = POWERS.findIndex((each) => each === name || (name.length === 1 && each[0] === name))
  if (whole === undefined || power < 0 || /x/i.test(count)) return undefined
  const parts = 10n ** BigInt(fraction.length)
  const all = (whole * parts + BigInt(fraction)) << BigInt(10 * power)
  return all % parts === 0n ? all / parts : undefined
}

/** Such as `readSize` reads, and exact: "10GiB" where it is whole, else digits. */
export function sizeText(bytes: bigint): string {
  let [rest, power] = [bytes, 0]
  while (rest > 0n && rest % 1024n === 0n && power < UNITS.length - 1) {
    rest /= 1024n
    power++
  }
  return `${rest}${UNITS[power]}`
}
