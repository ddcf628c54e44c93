/** Which bytes differ between the file on disk and the file after replay, at the same offsets. */

/** [from, to), in bytes from the start of what was compared. */
export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * Runs of bytes that differ, in order. Bytes that only one of both has differ. Runs with less than
 * `join` equal bytes between them count as one.
 */
export function changedSpans(before: Uint8Array, after: Uint8Array, join = 1): Span[] {
  const length = Math.max(before.length, after.length)
  const spans: { from: number; to: number }[] = []
  let last: { from: number; to: number } | undefined
  for (let at = 0; at < length; at++) {
    if (before[at] === after[at]) continue
    if (last && at - last.to < join) last.to = at + 1
    else {
      last = { from: at, to: at + 1 }
      spans.push(last)
    }
  }
  return spans
}

/** What of `spans` none of `taken` covers; both in order. */
export function withoutSpans(spans: readonly Span[], taken: readonly Span[]): readonly Span[] {
  if (taken.length === 0) return spans
  return spans.flatMap(({ from, to }) => {
    const left: Span[] = []
    let at = from
    for (const each of taken) {
      if (each.to <= at || each.from >= to) continue
      if (each.from > at) left.push({ from: at, to: each.from })
      at = each.to
    }
    if (at < to) left.push({ from: at, to })
    return left
  })
}

/** Widens spans to whole units of `unit` bytes and merges those that then are the same unit. */
export function wholeUnits(spans: readonly Span[], unit: number): Span[] {
  const whole: { from: number; to: number }[] = []
  for (const { from, to } of spans) {
    for (let at = Math.floor(from / unit) * unit; at < to; at += unit) {
      if (whole.at(-1)?.from !== at) whole.push({ from: at, to: at + unit })
    }
  }
  return whole
}
