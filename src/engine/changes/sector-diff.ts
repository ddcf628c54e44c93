/** What differs between two readings of one 4 KiB sector, in the words of the structure it belongs to. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf, overlaps } from '../bytes/ranges.ts'
import type { AnyStruct } from '../bytes/struct.ts'
import {
  BAT_ENTRY_SIZE,
  LOG_SECTOR_SIZE,
  METADATA_TABLE_SIZE,
  REGION_TABLE_OFFSETS,
} from '../format/layout.ts'
import { ITEM_TABLES, KNOWN_ITEMS } from '../format/metadata-items.ts'
import { metadataTableEntry, metadataTableHeader } from '../format/metadata-table.ts'
import { regionTableEntry, regionTableHeader } from '../format/region-table.ts'
import { batDiff } from '../image/bat/bat-words.ts'
import type { Image } from '../image/image.ts'
import type { StructureKind } from '../image/structure-map.ts'
import { structDiff } from './struct-diff.ts'

/** A sector of the file, read twice. `offset` is a multiple of 4 KiB. */
export interface SectorPair {
  readonly offset: number
  readonly old: Uint8Array
  readonly now: Uint8Array
}

/** Lines that say what differs; none where the structure has no fields to name. */
export function sectorDiff(
  image: Pick<Image, 'bat' | 'geometry' | 'metadata'>,
  structure: StructureKind,
  sector: SectorPair,
): readonly string[] {
  switch (structure) {
    case 'bat': {
      const start = image.bat?.region.offset ?? sector.offset
      // Nothing says that a BAT begins at a sector; of entries that one cuts in two nothing is said.
      const firstIndex = Math.max(0, Math.ceil((sector.offset - start) / BAT_ENTRY_SIZE))
      const from = start + firstIndex * BAT_ENTRY_SIZE - sector.offset
      const [old, now] = [sector.old.subarray(from), sector.now.subarray(from)]
      return batDiff(old, now, firstIndex, image.geometry)
    }
    case 'region-table': {
      const copy = sector.offset < REGION_TABLE_OFFSETS[1] ? 1 : 2
      const table = { offset: REGION_TABLE_OFFSETS[copy - 1] ?? 0, name: `Region table ${copy}` }
      return tableDiff(sector, table, regionTableHeader, regionTableEntry)
    }
    case 'metadata':
      return metadataDiff(image, sector)
    default:
      return []
  }
}

/** A header and an array of entries behind it; of entries that a sector cuts in two nothing is said. */
function tableDiff(
  { offset, old, now }: SectorPair,
  table: { readonly offset: number; readonly name: string },
  header: AnyStruct,
  entry: AnyStruct,
): readonly string[] {
  const lines: string[] = []
  if (offset === table.offset) {
    lines.push(...structDiff(header, old, now).map((line) => `${table.name}: ${line}`))
  }
  const skipped = Math.max(0, Math.ceil((offset - table.offset - header.size) / entry.size))
  const first = table.offset + header.size + skipped * entry.size - offset
  for (let at = first, index = skipped; at + entry.size <= LOG_SECTOR_SIZE; at += entry.size) {
    lines.push(
      ...structDiff(entry, old, now, at).map((line) => `${table.name}, entry ${index}: ${line}`),
    )
    index++
  }
  return lines
}

function differ({ old, now }: SectorPair, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (old[i] !== now[i]) return true
  return false
}

function metadataDiff(
  { metadata }: Pick<Image, 'metadata'>,
  sector: SectorPair,
): readonly string[] {
  if (!metadata) return []
  const here: ByteRange = { offset: sector.offset, length: LOG_SECTOR_SIZE }
  const table = { offset: metadata.region.offset, name: 'Metadata table' }
  if (overlaps(here, { offset: table.offset, length: METADATA_TABLE_SIZE })) {
    return tableDiff(sector, table, metadataTableHeader, metadataTableEntry)
  }
  return metadata.items.flatMap(({ known, values, range }) => {
    if (!range || !overlaps(here, range)) return []
    const name = known ? KNOWN_ITEMS[known].name : values.itemId
    const layout = known === 'parentLocator' ? undefined : known && ITEM_TABLES[known]
    const from = Math.max(range.offset, here.offset) - here.offset
    const to = Math.min(endOf(range), endOf(here)) - here.offset
    if (!differ(sector, from, to)) return []
    const whole = range.offset >= here.offset && endOf(range) <= endOf(here)
    if (!layout || !whole || range.length < layout.size) return [`${name}: its bytes differ`]
    const at = range.offset - here.offset
    const lines = structDiff(layout, sector.old, sector.now, at)
    // An item of one field is called like the field.
    if (layout.fields.length === 1) return lines.map((line) => line.replace(/^\w+/, name))
    return lines.map((line) => `${name}: ${line}`)
  })
}
