/** The shares of an account side by side on a bar: as long as they are large, and none too short to be seen. */
import type { Share } from '../../../../engine/account/share-words.ts'

export interface ShareSpan {
  readonly share: Share
  /** Pixels. */
  readonly x: number
  readonly width: number
}

/** Where there is room for that, no share is shorter than this. Pixels. */
const LEAST = 3

/** `parts` are bytes of each share, more than none. They fill `width`. */
export function layShares(
  parts: readonly (readonly [share: Share, bytes: number])[],
  width: number,
): readonly ShareSpan[] {
  const total = parts.reduce((sum, [, bytes]) => sum + bytes, 0)
  if (total === 0 || width <= 0) return []
  const least = Math.min(LEAST, width / parts.length)
  // What the short ones get too much the others have less, each by its length: that may make some of these short.
  let long = parts
  let [rest, room] = [total, width]
  for (;;) {
    const left = long.filter(([, bytes]) => (bytes / rest) * room >= least)
    if (left.length === long.length) break
    long = left
    rest = long.reduce((sum, [, bytes]) => sum + bytes, 0)
    room = width - (parts.length - long.length) * least
  }
  let x = 0
  return parts.map((part) => {
    const span = {
      share: part[0],
      x,
      width: long.includes(part) ? (part[1] / rest) * room : least,
    }
    x += span.width
    return span
  })
}
