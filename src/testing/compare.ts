/** Comparing files of megabytes, which `toEqual` would take seconds for. */
import type { ByteRange } from '../engine/bytes/byte-source.ts'
import { endOf } from '../engine/bytes/ranges.ts'
import { HEADER_OFFSETS, KIB } from '../engine/format/layout.ts'

/** Both headers with the space behind them: every replay writes GUIDs of its own there. */
export const HEADERS: ByteRange = { offset: HEADER_OFFSETS[0], length: 128 * KIB }

/**
 * Where two files differ first, `except` apart. `undefined` where they are the same; files of
 * different sizes differ at the end of the shorter one.
 */
export function firstDifference(
  a: Uint8Array,
  b: Uint8Array,
  except: ByteRange = { offset: 0, length: 0 },
): number | undefined {
  const part = (file: Uint8Array, from: number, to?: number) =>
    Buffer.from(file.buffer, file.byteOffset, file.length).subarray(from, to)
  const before = part(a, 0, except.offset).equals(part(b, 0, except.offset))
  const behind = part(a, endOf(except)).equals(part(b, endOf(except)))
  if (before && behind) return undefined
  const shorter = Math.min(a.length, b.length)
  for (let at = before ? endOf(except) : 0; at < shorter; at++) if (a[at] !== b[at]) return at
  return shorter
}
