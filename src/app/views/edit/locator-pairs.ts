/** The pairs of a parent locator while they are typed. */

export type Pairs = readonly (readonly [key: string, value: string])[]

/** The length of a key or a value is a field of 16 bits, in bytes. */
const LONGEST = 32_767

/** Why they cannot be written; `undefined` where they can. */
export function locatorProblem(pairs: Pairs): string | undefined {
  const texts = pairs.flat()
  if (texts.some((text) => text === '')) return 'A key or a value must not be empty.'
  if (texts.some(({ length }) => length > LONGEST)) {
    return 'A key or a value has at most 32,767 characters.'
  }
  const keys = new Set(pairs.map(([key]) => key))
  return keys.size < pairs.length ? 'The keys must differ.' : undefined
}

export const samePairs = (a: Pairs, b: Pairs): boolean =>
  a.length === b.length && a.every(([key, value], i) => key === b[i]?.[0] && value === b[i]?.[1])
