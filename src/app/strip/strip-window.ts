/** The part of the log that the strip shows: all of it, or what one has zoomed into. In slots. */

export interface StripWindow {
  /** May lie within a slot, so that the strip moves smoothly. */
  readonly first: number
  readonly count: number
}

/** More than one can read of fewer slots is in the tables. */
const FEWEST = 16

export const wholeStrip = (slots: number): StripWindow => ({ first: 0, count: slots })

export const isWhole = (window: StripWindow, slots: number): boolean => window.count >= slots

export const isClosest = ({ count }: StripWindow): boolean => count <= FEWEST

const place = (first: number, count: number, slots: number): StripWindow => ({
  first: Math.min(Math.max(first, 0), slots - count),
  count,
})

/** `factor` times as many slots, around `at`, which stays where it is on the screen. */
export function zoomStrip(
  { first, count }: StripWindow,
  factor: number,
  at: number,
  slots: number,
): StripWindow {
  const next = Math.min(Math.max(count * factor, FEWEST), slots)
  return place(at - ((at - first) / count) * next, next, slots)
}

/** Moved by so many slots, up to the ends of the log. */
export const panStrip = ({ first, count }: StripWindow, by: number, slots: number): StripWindow =>
  place(first + by, count, slots)

/** Moved as little as it takes to have all of a slot in it. */
export function revealSlot(window: StripWindow, slot: number, slots: number): StripWindow {
  const { first, count } = window
  if (slot < first) return place(slot, count, slots)
  if (slot + 1 > first + count) return place(slot + 1 - count, count, slots)
  return window
}

/** The first and the last slot of which something is shown. */
export const shownSlots = ({
  first,
  count,
}: StripWindow): readonly [first: number, last: number] => [
  Math.floor(first),
  Math.ceil(first + count) - 1,
]
