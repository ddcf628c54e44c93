/** Names what lies in a range of the file, in words short enough for a table cell. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { clipRange, endOf, overlaps } from '../bytes/ranges.ts'
import { BAT_ENTRY_SIZE, METADATA_TABLE_SIZE } from '../format/layout.ts'
import { KNOWN_ITEMS } from '../format/metadata-items.ts'
import type { Bat } from '../image/bat/bat.ts'
import type { BlockPlace } from '../image/bat/find-block.ts'
import { blocksIn, type OwnedByBlock } from '../image/bat/find-blocks.ts'
import type { Metadata } from '../image/metadata/metadata.ts'
import type { Structure } from '../image/structure-map.ts'

/** What names are taken from. */
export interface NamingParts {
  readonly structures: readonly Structure[]
  readonly metadata: Metadata | undefined
  readonly bat: Pick<Bat, 'region' | 'count'> | undefined
  /** The blocks that own what is named, as `findBlocks` gives them; `undefined`: the BAT was not asked. */
  readonly blocks?: readonly OwnedByBlock[] | undefined
}

/** More names than this are counted, not listed. */
const MAX_NAMES = 3

/**
 * What lies in `range`, in file order: "BAT[0–511]", "Metadata: Virtual Disk Size",
 * "Payload block 3 (BAT[3])". Where nothing owns it, "unallocated space"; where no structure does and
 * the blocks are not known, "a block or unallocated space".
 */
export function nameRange(parts: NamingParts, range: ByteRange): string {
  const { structures, blocks } = parts
  const found: readonly (Structure | BlockPlace)[] = [
    ...structures.filter(({ at }) => overlaps(at, range)),
    ...(blocks ? blocksIn(blocks, range) : []),
  ].sort((a, b) => a.at.offset - b.at.offset)
  if (found.length === 0) return blocks ? 'unallocated space' : 'a block or unallocated space'
  const names = found
    .slice(0, MAX_NAMES)
    .map((each) =>
      'number' in each ? nameBlock(each) : nameIn(parts, each, clipRange(range, each.at)),
    )
  return list(names, found.length)
}

/** "Payload block 17 (BAT[17])", "Sector bitmap block of chunk 3 (BAT[4099])". */
export const nameBlock = ({ kind, number, index }: Omit<BlockPlace, 'at'>): string =>
  `${kind === 'payload-block' ? 'Payload block' : 'Sector bitmap block of chunk'} ${number} (BAT[${index}])`

/** "a, b, c and 4 more". */
function list(names: readonly string[], total = names.length): string {
  const shown = names.slice(0, MAX_NAMES).join(', ')
  return total > MAX_NAMES ? `${shown} and ${total - MAX_NAMES} more` : shown
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
