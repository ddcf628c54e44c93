/** Names what lies in a range of the file, in words short enough for a table cell. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { clipRange, endOf, overlaps } from '../bytes/ranges.ts'
import { BAT_ENTRY_SIZE, METADATA_TABLE_SIZE } from '../format/layout.ts'
import { KNOWN_ITEMS } from '../format/metadata-items.ts'
import type { Bat } from '../image/bat/bat.ts'
import type { Metadata } from '../image/metadata/metadata.ts'
import type { Structure } from '../image/structure-map.ts'

/** What names are taken from. */
export interface NamingParts {
  readonly structures: readonly Structure[]
  readonly metadata: Metadata | undefined
  readonly bat: Pick<Bat, 'region' | 'count'> | undefined
}

/** More names than this are counted, not listed. */
const MAX_NAMES = 3

/**
 * What lies in `range`, in file order: "BAT[0–511]", "Metadata: Virtual Disk Size",
 * "Region table 1". Blocks are not looked up; where they may lie it says "outside of any structure".
 */
export function nameRange(parts: NamingParts, range: ByteRange): string {
  const found = parts.structures.filter(({ at }) => overlaps(at, range))
  if (found.length === 0) return 'outside of any structure'
  found.sort((a, b) => a.at.offset - b.at.offset)
  return list(found.map((structure) => nameIn(parts, structure, clipRange(range, structure.at))))
}

/** "a, b, c and 4 more". */
function list(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ')
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown
}

/** `range` lies inside of `structure`. */
function nameIn(
  { bat, metadata }: NamingParts,
  { kind, name, at }: Structure,
  range: ByteRange,
): string {
  switch (kind) {
    case 'bat':
      return bat?.region.offset === at.offset ? nameBat(bat, range) : 'BAT region'
    case 'metadata':
      return metadata?.region.offset === at.offset
        ? nameMetadata(metadata, range)
        : 'Metadata region'
    case 'region':
      return `Region ${name}`
    default:
      return name
  }
}

/** "BAT[17]", "BAT[0–511]"; entries that the range only touches are named, too. */
function nameBat({ region, count }: Pick<Bat, 'region' | 'count'>, range: ByteRange): string {
  const first = Math.floor((range.offset - region.offset) / BAT_ENTRY_SIZE)
  const last = Math.ceil((endOf(range) - region.offset) / BAT_ENTRY_SIZE) - 1
  if (first >= count) return 'BAT region, behind the last entry'
  return first === last ? `BAT[${first}]` : `BAT[${first}–${last}]`
}

/** "Metadata: Virtual Disk Size", "Metadata table", "Metadata region". */
function nameMetadata({ items, region }: Metadata, range: ByteRange): string {
  const names = items
    .filter((item) => item.range !== undefined && overlaps(item.range, range))
    .map(({ known, values }) => (known ? KNOWN_ITEMS[known].name : values.itemId))
  if (names.length > 0) return `Metadata: ${list(names)}`
  return range.offset < region.offset + METADATA_TABLE_SIZE ? 'Metadata table' : 'Metadata region'
}
