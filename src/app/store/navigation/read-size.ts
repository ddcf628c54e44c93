/** Sizes and offsets as people type them. */
import { readWhole } from './read-whole.ts'

const UNITS: Readonly<Record<string, bigint>> = {
  b: 1n,
  k: 2n ** 10n,
  kib: 2n ** 10n,
  m: 2n ** 20n,
  mib: 2n ** 20n,
  g: 2n ** 30n,
  gib: 2n ** 30n,
  t: 2n ** 40n,
  tib: 2n ** 40n,
}
const WITH_UNIT = /^(.{1,30}?)(?:\.(\d{1,6}))?\s?([a-z]{1,3})$/i

/** "0x1F", "1,024", "36 MiB", "1.5GiB" in bytes. `undefined` where that is no whole number of them. */
export function readSize(text: string): bigint | undefined {
  const bytes = readWhole(text)
  if (bytes !== undefined) return bytes
  const [, count = '', fraction = '', name = ''] = WITH_UNIT.exec(text.trim()) ?? []
  const [whole, unit] = [readWhole(count), UNITS[name.toLowerCase()]]
  if (whole === undefined || unit === undefined || /x/i.test(count)) return undefined
  const parts = 10n ** BigInt(fraction.length)
  const all = (whole * parts + BigInt(fraction)) * unit
  return all % parts === 0n ? all / parts : undefined
}
