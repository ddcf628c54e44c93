/** Which of many ranges overlap, without comparing each with each. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'

/**
 * Pairs that share bytes, in file order: each range with the one before it that reaches furthest, so
 * at most one pair per range. No pair means that no two of them overlap. O(n log n). Empty ranges
 * overlap nothing.
 */
export function overlappingPairs<T>(
  items: readonly T[],
  rangeOf: (item: T) => ByteRange | undefined,
): readonly (readonly [first: T, second: T, at: ByteRange])[] {
  const placed = items
    .flatMap((item) => {
      const range = rangeOf(item)
      return range && range.length > 0 ? [{ item, range }] : []
    })
    .sort((a, b) => a.range.offset - b.range.offset)
  const pairs: [T, T, ByteRange][] = []
  let furthest = placed[0]
  for (const next of placed.slice(1)) {
    if (furthest === undefined) break
    const { offset } = next.range
    const shared = Math.min(endOf(furthest.range), endOf(next.range)) - offset
    if (shared > 0) pairs.push([furthest.item, next.item, { offset, length: shared }])
    if (endOf(next.range) > endOf(furthest.range)) furthest = next
  }
  return pairs
}
