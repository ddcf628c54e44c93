/** BAT entries as pairs of 32-bit words: as fast as they can be read, 67 million times. */
import { FULLY_PRESENT } from '../../format/bat-entry.ts'
import { BAT_ENTRY_SIZE } from '../../format/layout.ts'

const WORDS_PER_ENTRY = 2
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/** The low and the high word of each entry in `view`, in place where the machine allows that. */
export function entryWords(view: DataView): Uint32Array {
  const count = Math.floor(view.byteLength / BAT_ENTRY_SIZE) * WORDS_PER_ENTRY
  if (IS_LITTLE_ENDIAN && view.byteOffset % 4 === 0) {
    return new Uint32Array(view.buffer, view.byteOffset, count)
  }
  return Uint32Array.from({ length: count }, (_, word) => view.getUint32(word * 4, true))
}

/** Where the run of entries that are all just `low`, of [entry, end), ends. */
export function endOfRun(words: Uint32Array, entry: number, end: number, low: number): number {
  let at = entry * WORDS_PER_ENTRY
  const stop = end * WORDS_PER_ENTRY
  for (; at + 8 <= stop; at += 8) {
    const others =
      ((words[at] ?? 0) ^ low) |
      ((words[at + 2] ?? 0) ^ low) |
      ((words[at + 4] ?? 0) ^ low) |
      ((words[at + 6] ?? 0) ^ low)
    const highs =
      (words[at + 1] ?? 0) | (words[at + 3] ?? 0) | (words[at + 5] ?? 0) | (words[at + 7] ?? 0)
    if ((others | highs) !== 0) break
  }
  while (at < stop && words[at] === low && words[at + 1] === 0) at += WORDS_PER_ENTRY
  return at / WORDS_PER_ENTRY
}

/** FULLY_PRESENT, no reserved bits: all of the low word but FileOffsetMB. */
const STATE_AND_RESERVED = 0xf_ffff
const UNIT = 2 ** 20
const WORD = 2 ** 32

/**
 * Where the run of fully present blocks, of [entry, end), ends in which each lies `blockUnits` MiB
 * behind the one before; `entry` itself if that is no such block.
 */
export function endOfBlocks(
  words: Uint32Array,
  entry: number,
  end: number,
  blockUnits: number,
): number {
  let at = entry * WORDS_PER_ENTRY
  const stop = end * WORDS_PER_ENTRY
  let low = words[at] ?? 0
  let high = words[at + 1] ?? 0
  if ((low & STATE_AND_RESERVED) !== FULLY_PRESENT) return entry
  while (at < stop && words[at] === low && words[at + 1] === high) {
    at += WORDS_PER_ENTRY
    low += blockUnits * UNIT
    if (low >= WORD) {
      low -= WORD
      high++
    }
  }
  return at / WORDS_PER_ENTRY
}
