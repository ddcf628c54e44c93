/** A change of a region's entry, in both region tables, §2.2.3. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { CHECKSUM_OFFSET, sealChecksum } from '../format/checksum.ts'
import { regionTableEntry } from '../format/region-table.ts'
import type { Image } from '../image/image.ts'
import type { RegionTableCopy } from '../image/regions/region-tables.ts'
import type { ByteUpdate } from './byte-update.ts'
import { type Edit, EditError } from './edit.ts'
import { setFields } from './set-fields.ts'

type RegionEdit = Extract<Edit, { kind: 'region-entry' }>

/** Copies that do not agree with the one in use are left alone. */
export async function editRegion(
  source: ByteSource,
  { regionTables: { copies, current } }: Image,
  { index, values }: RegionEdit,
): Promise<readonly ByteUpdate[]> {
  const entry = current?.entries[index]
  if (entry === undefined) throw new EditError(`The region table has no entry ${index}.`)
  const updates: ByteUpdate[] = []
  for (const copy of copies) {
    const other = copy.entries[index]
    if (!copy.valid || other === undefined || !isSame(other.values, entry.values)) continue
    updates.push(...(await editCopy(source, copy, other.at.offset, values)))
  }
  return updates
}

const isSame = (a: RegionEdit['values'], b: RegionEdit['values']): boolean =>
  a.guid === b.guid && a.fileOffset === b.fileOffset && a.length === b.length

/** The entry, and the checksum of the 64 KiB that it is part of. */
async function editCopy(
  source: ByteSource,
  { at }: RegionTableCopy,
  place: number,
  values: RegionEdit['values'],
): Promise<readonly ByteUpdate[]> {
  const entry = await setFields(source, regionTableEntry, place, values)
  const table = await source.read(at.offset, at.length)
  if (entry.content.kind === 'bytes') table.set(entry.content.bytes, place - at.offset)
  const checksum = sealChecksum(table).slice(CHECKSUM_OFFSET, CHECKSUM_OFFSET + 4)
  return [
    entry,
    { offset: at.offset + CHECKSUM_OFFSET, content: { kind: 'bytes', bytes: checksum } },
  ]
}
