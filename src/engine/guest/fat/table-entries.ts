/** Entries of a file allocation table, of 12, 16 or 32 bits: which are free, and how a table begins. */
import type { FreeRuns } from '../free-runs.ts'
import type { FatLayout } from './fat-layout.ts'

export type EntryBits = FatLayout['bits']

/** Of 32 bits the upper four are nobody's. */
const MASK_32 = 0x0fff_ffff

/** Entries that the table itself has: they stand for no cluster. */
export const RESERVED_ENTRIES = 2

type Entry = (index: number) => number

/** Reads entries of a part of a table that begins with a whole one. */
export function entriesOf(bytes: Uint8Array, bits: EntryBits): Entry {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bits === 16) return (index) => view.getUint16(2 * index, true)
  if (bits === 32) return (index) => view.getUint32(4 * index, true) & MASK_32
  return (index) => {
    const pair = view.getUint16(index + (index >>> 1), true)
    return index % 2 === 0 ? pair & 0xfff : pair >>> 4
  }
}

/** Entries [from, to) of these bytes that are zero are free; `first` is the unit that entry 0 would stand for. */
export function addFreeEntries(
  entry: Entry,
  { from, to, first }: { readonly from: number; readonly to: number; readonly first: number },
  runs: FreeRuns,
): void {
  let start = -1
  for (let index = from; index < to; index++) {
    if (entry(index) === 0) {
      if (start < 0) start = index
    } else if (start >= 0) {
      runs.add(first + start, index - start)
      start = -1
    }
  }
  if (start >= 0) runs.add(first + start, to - start)
}

/** Whether its two first entries are what they are in every table: the media, and the mark of an end, bits of state aside. */
export function beginsAsTable(entry: Entry, { bits, media }: FatLayout): boolean {
  const ones = bits === 12 ? 0xfff : bits === 16 ? 0xffff : MASK_32
  const state = bits === 12 ? 0 : bits === 16 ? 0xc000 : 0x0c00_0000
  return entry(0) === (ones & ~0xff) + media && (entry(1) | state) >= (ones & ~7)
}
