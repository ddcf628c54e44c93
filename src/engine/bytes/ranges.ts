/** Ranges of bytes: where they end, what they share, joined where they are near, found among many. */
import { firstIndex } from './bisect.ts'
import type { ByteRange } from './byte-source.ts'

/** The offset of the first byte after a range. */
export const endOf = ({ offset, length }: ByteRange): number => offset + length

export const totalLength = (ranges: readonly { readonly length: number }[]): number =>
  ranges.reduce((sum, { length }) => sum + length, 0)

/** Whether two ranges share at least one byte. */
export const overlaps = (a: ByteRange, b: ByteRange): boolean =>
  a.length > 0 && b.length > 0 && a.offset < endOf(b) && b.offset < endOf(a)

export const sameRange = (a: ByteRange | undefined, b: ByteRange): boolean =>
  a?.offset === b.offset && a.length === b.length

/** What two ranges share; of length 0 where that is nothing. */
export function clipRange(range: ByteRange, to: ByteRange): ByteRange {
  const offset = Math.max(range.offset, to.offset)
  return { offset, length: Math.max(0, Math.min(endOf(range), endOf(to)) - offset) }
}

/** What of `range` none of `taken` covers, which are in order of offset. */
export function subtractRanges(range: ByteRange, taken: readonly ByteRange[]): ByteRange[] {
  const end = endOf(range)
  const left: ByteRange[] = []
  let from = range.offset
  for (const each of taken) {
    const to = Math.min(each.offset, end)
    if (to > from) left.push({ offset: from, length: to - from })
    from = Math.max(from, endOf(each))
  }
  if (end > from) left.push({ offset: from, length: end - from })
  return left
}

/** How near ranges are to be joined, in bytes; and how long what is joined of several may become. */
export interface Nearness {
  readonly gap: number
  readonly longest?: number
}

/** Ranges in order of offset, with those joined that overlap or have at most `gap` bytes between them. */
export function joinRanges(
  ranges: Iterable<ByteRange>,
  { gap, longest = Number.POSITIVE_INFINITY }: Nearness = { gap: 0 },
): ByteRange[] {
  const joined: ByteRange[] = []
  for (const range of ranges) {
    const last = joined.at(-1)
    const end = last ? Math.max(endOf(last), endOf(range)) : 0
    if (last && range.offset - endOf(last) <= gap && end - last.offset <= longest) {
      joined[joined.length - 1] = { offset: last.offset, length: end - last.offset }
    } else joined.push({ offset: range.offset, length: range.length })
  }
  return joined
}

/** Index of the first range that ends after `offset`; the number of ranges if none does. They are disjoint and in order. */
export const firstEndingAfter = (ranges: readonly ByteRange[], offset: number): number =>
  firstIndex(ranges.length, (index) => {
    const range = ranges[index]
    return range === undefined || endOf(range) > offset
  })
