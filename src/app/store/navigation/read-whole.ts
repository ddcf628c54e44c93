/** Numbers as people type them into the app, with or without marks between thousands. */

import { parseWhole } from '../../../engine/bytes/parse-whole.ts'
import { type Refused, refused } from '../../../engine/bytes/refused.ts'

/** Only thousands: "1,5" is no fifteen. */
const GROUPED = /^\d{1,3}(?:[,_\s]\d{3})+$/

/** "17", "1,024" or "0x1F". `undefined` where it is no whole number. */
export function readWhole(text: string): bigint | undefined {
  const bare = text.trim()
  return parseWhole(GROUPED.test(bare) ? bare.replaceAll(/[,_\s]/g, '') : bare)
}

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
