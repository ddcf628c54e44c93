/** On which bytes of a file a changed copy rests: if one of them changes, the copy is not what was shown. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { BAT_ENTRY_SIZE, HEADER_SECTION_SIZE, METADATA_TABLE_SIZE, MIB } from '../format/layout.ts'
import type { Metadata } from '../image/metadata/metadata.ts'
import type { Preview } from '../update/preview.ts'
import type { Inspected } from './inspect.ts'

/** Of what is longer, a run of zeros or a large table, only both ends are watched: reading it all could take hours. */
const MAX_WATCHED = 16 * MIB
const WATCHED_END = MIB

/** A file, and what is to become of it. */
export type WatchedFile = Pick<Inspected, 'before' | 'scan'> & {
  readonly update: { readonly result: Preview } | undefined
}

/** Header section, log, metadata, BAT, and whatever is written over, as far as the file reaches. */
export function watchedRanges({ before, scan, update }: WatchedFile): readonly ByteRange[] {
  const { size } = before.source
  const { metadata, bat } = before
  const tables = [
    metadata && usedOf(metadata),
    bat && { ...bat.region, length: bat.count * BAT_ENTRY_SIZE },
  ]
  const long = [...tables, ...(update?.result.extents ?? [])].flatMap((range) => {
    if (range === undefined) return []
    const { offset, length } = range
    if (length <= MAX_WATCHED) return [{ offset, length }]
    const last = { offset: offset + length - WATCHED_END, length: WATCHED_END }
    return [{ offset, length: WATCHED_END }, last]
  })
  const head = { offset: 0, length: HEADER_SECTION_SIZE }
  return [head, ...(scan ? [scan.region] : []), ...long].flatMap((range) => {
    const length = Math.min(endOf(range), size) - range.offset
    return length > 0 ? [{ offset: range.offset, length }] : []
  })
}

/** From the table to the end of the last item: mostly less than 64 KiB and a few bytes of a region of a MiB. */
function usedOf({ region, items }: Metadata): ByteRange {
  const ends = items.flatMap(({ range }) => (range ? [endOf(range)] : []))
  const end = ends.reduce((most, each) => Math.max(most, each), region.offset + METADATA_TABLE_SIZE)
  return { offset: region.offset, length: Math.min(end - region.offset, region.length) }
}
