/** Sizes and offsets as people type them. */

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  kib: 2 ** 10,
  m: 2 ** 20,
  mib: 2 ** 20,
  g: 2 ** 30,
  gib: 2 ** 30,
  t: 2 ** 40,
  tib: 2 ** 40,
}

/** `undefined` above 2^53-1, where no file can reach. */
export const safe = (value: number): number | undefined =>
  Number.isSafeInteger(value) ? value : undefined

/** "0x1F", "1,024", "36 MiB", "1.5GiB" in bytes. `undefined` if it is no size, or above 2^53-1. */
export function readSize(text: string): number | undefined {
  const bare = text.trim().replaceAll(/[,_\s]/g, '')
  if (/^0x[0-9a-f]{1,14}$/i.test(bare)) return safe(Number.parseInt(bare.slice(2), 16))
  const match = /^(\d{1,16}(?:\.\d{1,6})?)([a-z]*)$/i.exec(bare)
  const unit = match && UNITS[(match[2] ?? '').toLowerCase()]
  return unit ? safe(Math.round(Number(match[1]) * unit)) : undefined
}
