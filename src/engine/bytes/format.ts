/** Numbers and names as text, the same in findings, reports, the command line and the views. Never localised. */

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']
const KIB = 1

/**
 * A size in IEC units: exact if it is whole ("32 MiB"), else with one or two decimals ("118.4 GiB"). A size
 * that would only round to a whole number does not look like one: it is given with the difference
 * ("3 MiB + 4 KiB"), or, below 1 MiB, in bytes ("300,000 bytes"). The exact number of bytes belongs beside it or in a
 * tooltip.
 */
export function formatBytes(value: number | bigint): string {
  const { size, unit } = inUnits(Number(value))
  const shown = size.toFixed(digitsOf(size))
  const whole = Number(shown)
  if (Number.isInteger(size) || !Number.isInteger(whole)) return `${shown} ${nameOf(unit, shown)}`
  if (unit === KIB)
    return `${formatCount(typeof value === 'bigint' ? value : Math.round(value))} bytes`
  const rest = (size - whole) * 1024 ** unit
  return `${whole} ${UNITS[unit]} ${rest > 0 ? '+' : '−'} ${shortly(Math.abs(rest))}`
}

const digitsOf = (size: number): number => (Number.isInteger(size) ? 0 : size < 10 ? 2 : 1)

const nameOf = (unit: number, shown: string): string =>
  unit === 0 && shown === '1' ? 'byte' : (UNITS[unit] ?? '')

/** Of what is small beside something else. */
function shortly(value: number): string {
  const { size, unit } = inUnits(value)
  const shown = String(Number(size.toFixed(size < 10 ? 1 : 0)))
  return `${shown} ${nameOf(unit, shown)}`
}

function inUnits(value: number): { readonly size: number; readonly unit: number } {
  let size = value
  let unit = 0
  // Above the bytes, what would be rounded to 1024 is one of the next unit.
  while (Math.abs(size) >= (unit === 0 ? 1024 : 1023.95) && unit < UNITS.length - 1) {
    size /= 1024
    unit++
  }
  return { size, unit }
}

/** With the number of bytes, where the size does not say it: "8 MiB (8,388,608 bytes)". */
export const exactSize = (value: number | bigint): string =>
  value < 1024 ? formatBytes(value) : `${formatBytes(value)} (${formatCount(value)} bytes)`

/** `0x` and upper-case digits, at least `digits` of them. */
export const formatHex = (value: number | bigint, digits = 1): string =>
  `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`

/** Digits grouped by thousands with commas. */
export const formatCount = (value: number | bigint): string =>
  value.toString().replace(/\B(?=(\d{3})+$)/g, ',')

/** "1 entry", "7 entries". */
export const plural = (count: number | bigint, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${Number(count) === 1 ? one : many}`

/** For the beginning of a sentence. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** For the middle of a sentence. */
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
