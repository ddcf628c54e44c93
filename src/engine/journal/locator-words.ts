/** The pairs of a parent locator as they are typed, and why they cannot be written, §2.6.2.6. */

export type Pairs = readonly (readonly [key: string, value: string])[]

/** Of a key or a value, in UTF-16 units: the field that holds the length has 16 bits, and counts bytes. */
const LONGEST = 32_767
const MOST_PAIRS = 65_535

/** `undefined` where they can. */
export function locatorProblem(pairs: Pairs): string | undefined {
  const texts = pairs.flat()
  if (pairs.length > MOST_PAIRS) return 'A parent locator has at most 65,535 pairs.'
  if (texts.some((text) => text === '')) return 'A key or a value must not be empty.'
  if (texts.some(({ length }) => length > LONGEST)) {
    return 'A key or a value has at most 32,767 characters.'
  }
  const keys = new Set(pairs.map(([key]) => key))
  return keys.size < pairs.length ? 'The keys of a parent locator must differ.' : undefined
}

export const samePairs = (a: Pairs, b: Pairs): boolean =>
  a.length === b.length && a.every(([key, value], i) => key === b[i]?.[0] && value === b[i]?.[1])
