/** A BAT with the source that its entries are read from, and windows of it, in one state or another. */
import type { ByteSource } from '../../bytes/byte-source.ts'
import { firstEndingAfter, overlaps } from '../../bytes/ranges.ts'
import { batEntryRange } from '../../format/bat-index.ts'
import { BAT_ENTRY_SIZE } from '../../format/layout.ts'
import type { Preview } from '../../update/preview.ts'
import type { Image } from '../image.ts'
import type { Bat } from './bat.ts'

/** A table, and whence its entries are read. */
export interface Table {
  readonly source: ByteSource
  readonly bat: Bat
}

export const tableOf = (image: Image | undefined): Table | undefined =>
  image?.bat && { source: image.source, bat: image.bat }

/** Two tables, and what makes them differ where they are at the same place of the same file. */
export interface TablePair {
  readonly table: Table
  readonly differsFrom: Table | undefined
  readonly update: Preview | undefined
}

/** Entries [first, first + count), or as many of them as the table has. */
export async function readWindow(
  { source, bat }: Table,
  first: number,
  count: number,
): Promise<DataView> {
  const held = Math.max(0, Math.min(count, bat.count - first))
  const { offset } = batEntryRange(bat, first)
  const bytes = held > 0 ? await source.read(offset, held * BAT_ENTRY_SIZE) : new Uint8Array()
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** Where both tables are the same bytes of the file, only what the update writes can differ. */
export function isUntouched(
  { table, differsFrom, update }: TablePair,
  first: number,
  count: number,
): boolean {
  if (!differsFrom || !update || differsFrom.bat.region.offset !== table.bat.region.offset)
    return false
  if (first + count > differsFrom.bat.count) return false
  const { offset } = batEntryRange(table.bat, first)
  const next = update.extents[firstEndingAfter(update.extents, offset)]
  return !next || !overlaps(next, { offset, length: count * BAT_ENTRY_SIZE })
}
