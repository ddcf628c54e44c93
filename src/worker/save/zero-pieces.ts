/** Runs of zeros of any length as pieces of a Blob: what takes memory is made once, for all of them. */
import { MIB } from '../../engine/format/layout.ts'

/** Of the block that all runs are made of, and of the one for those that would have too many of it. */
const SHORT = MIB
const LONG = 64 * MIB

const blocks = new Map<number, Blob>()

/** Made when it is first wanted: hardly any file needs the long one. */
function blockOf(size: number): Blob {
  const block = blocks.get(size) ?? new Blob([new Uint8Array(size)])
  blocks.set(size, block)
  return block
}

export function zeroPieces(length: number): readonly Blob[] {
  const size = length <= LONG ? SHORT : LONG
  const block = blockOf(size)
  const whole = Math.floor(length / size)
  return [...Array.from({ length: whole }, () => block), block.slice(0, length - whole * size)]
}
