/** The four signatures of the log as little-endian words, to be compared without making text. */
import {
  DATA_DESCRIPTOR_SIGNATURE,
  DATA_SECTOR_SIGNATURE,
  ENTRY_SIGNATURE,
  ZERO_SIGNATURE,
} from '../format/log-entry.ts'

const wordOf = (signature: string): number =>
  [...signature].reduceRight((word, letter) => word * 256 + letter.charCodeAt(0), 0)

export const ENTRY_WORD = wordOf(ENTRY_SIGNATURE)
export const DATA_DESCRIPTOR_WORD = wordOf(DATA_DESCRIPTOR_SIGNATURE)
export const ZERO_WORD = wordOf(ZERO_SIGNATURE)
export const DATA_SECTOR_WORD = wordOf(DATA_SECTOR_SIGNATURE)

/** Whether a sector that begins with `word` can belong to a log entry. */
export const isLogWord = (word: number): boolean =>
  word === ENTRY_WORD ||
  word === DATA_SECTOR_WORD ||
  word === DATA_DESCRIPTOR_WORD ||
  word === ZERO_WORD

/** The signature as text, one character for each byte. */
export const wordText = (word: number): string =>
  String.fromCharCode(word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24)
