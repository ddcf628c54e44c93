/** The number of a thing of which there are so many, as people type it. */
import { readWhole } from '../../../engine/bytes/parse-whole.ts'
import { type Refused, refused } from '../../../engine/bytes/refused.ts'

export type ReadIndex =
  | { readonly ok: true; readonly index: number }
  /** In one sentence. */
  | Refused

/** A number from 0 up to `count`; `outside` says which there are. */
export function readIndex(text: string, count: number, outside: string): ReadIndex {
  const value = readWhole(text)
  if (value === undefined) {
    return refused('This must be a whole number, such as 17 or 0x11.')
  }
  return value < BigInt(count) ? { ok: true, index: Number(value) } : refused(outside)
}
