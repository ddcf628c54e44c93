/** Whether bytes are all zero: what a hole of a sparse file reads as; and where they are not. */
import type { ByteRange } from './byte-source.ts'
import { endOf } from './ranges.ts'

/** Bytes [from, to) of `bytes`; fastest where they begin at a multiple of four bytes of the buffer. */
export function isZero(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
  const start = bytes.byteOffset + from
  const words = start % 4 === 0 ? Math.floor((to - from) / 4) : 0
  const view = new Uint32Array(bytes.buffer, words > 0 ? start : 0, words)
  for (let i = 0; i < words; i++) if (view[i] !== 0) return false
  for (let at = from + words * 4; at < to; at++) if (bytes[at] !== 0) return false
  return true
}

/** What is all zero in chunks of this size, in bytes and counted from the first byte, counts as a hole. */
export const HOLE = 64 * 1024

/** The runs of chunks that are not all zero, in order. */
export function dataRuns(bytes: Uint8Array): readonly ByteRange[] {
  const runs: ByteRange[] = []
  for (let at = 0; at < bytes.length; at += HOLE) {
    const end = Math.min(at + HOLE, bytes.length)
    if (isZero(bytes, at, end)) continue
    const last = runs.at(-1)
    if (last !== undefined && endOf(last) === at) {
      runs[runs.length - 1] = { offset: last.offset, length: end - last.offset }
    } else runs.push({ offset: at, length: end - at })
  }
  return runs
}
