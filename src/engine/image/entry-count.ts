/** How many entries of a table are to be read, whatever its EntryCount says. */
import { MAX_TABLE_ENTRIES } from '../format/layout.ts'

/**
 * `stated`, or where that is impossible, as many as are not zero: of 2,047 entries that the table has
 * room for (§2.2.3.1, §2.6.1.1), those behind the last one in use say nothing.
 */
export function entryCount(
  table: Uint8Array,
  headerSize: number,
  entrySize: number,
  stated: number,
): number {
  if (stated <= MAX_TABLE_ENTRIES) return stated
  const entries = table.subarray(headerSize, headerSize + MAX_TABLE_ENTRIES * entrySize)
  return Math.ceil((entries.findLastIndex((byte) => byte !== 0) + 1) / entrySize)
}
