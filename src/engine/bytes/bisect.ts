/** Where something belongs in a sorted list. */

/** The first index below `count` for which `isAtOrAfter` holds, which it does for all that follow; else `count`. */
export function firstIndex(count: number, isAtOrAfter: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isAtOrAfter(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** The first place of [from, end) whose number is not less than `value`; `end` where there is none. */
export function lowerBound(
  sorted: { readonly [place: number]: number; readonly length: number },
  value: number,
  from = 0,
  end = sorted.length,
): number {
  let [low, high] = [from, end]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? value) < value) low = middle + 1
    else high = middle
  }
  return low
}
