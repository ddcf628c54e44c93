/** Puts many places in an order, with turns for others: a million of them take more than a second. */
import type { Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'

/** Places that are sorted or merged between two turns: some tens of milliseconds. */
const PIECE = 32 * 1024

/** What compares equal stays in order. Throws the signal's reason. */
export async function sortPlaces(
  places: Uint32Array,
  compare: (a: number, b: number) => number,
  run?: Run,
): Promise<Uint32Array> {
  let from = places.slice()
  for (let start = 0; start < from.length; start += PIECE) {
    from.subarray(start, start + PIECE).sort(compare)
    await takeTurn(run)
  }
  let to = new Uint32Array(from.length)
  for (let width = PIECE; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      await merge(from, to, { start, width, compare }, run)
    }
    ;[from, to] = [to, from]
  }
  return from
}

interface Halves {
  readonly start: number
  /** Of each half; the second may be shorter, or missing. */
  readonly width: number
  readonly compare: (a: number, b: number) => number
}

async function merge(
  from: Uint32Array,
  to: Uint32Array,
  { start, width, compare }: Halves,
  run: Run | undefined,
): Promise<void> {
  const middle = Math.min(start + width, from.length)
  const end = Math.min(middle + width, from.length)
  let [left, right] = [start, middle]
  for (let at = start; at < end; at++) {
    const isLeft =
      left < middle && (right >= end || compare(from[left] ?? 0, from[right] ?? 0) <= 0)
    to[at] = (isLeft ? from[left++] : from[right++]) ?? 0
    if ((at - start) % PIECE === PIECE - 1) await takeTurn(run)
  }
}
