/** On which bytes of a file a changed copy rests: if one of them changes, the copy is not what was shown. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { HEADER_SECTION_SIZE, MIB } from '../format/layout.ts'
import type { Preview } from '../update/preview.ts'
import type { Inspected } from './inspect.ts'

/** Of a longer write, a run of zeros, only both ends are watched: reading it all could take hours. */
const MAX_WATCHED_WRITE = 16 * MIB
const WATCHED_END = MIB

/** A file, and what is to become of it. */
export type WatchedFile = Pick<Inspected, 'before' | 'scan'> & {
  readonly update: { readonly result: Preview } | undefined
}

/** Header section, log, and whatever is written over, as far as the file reaches. */
export function watchedRanges({ before, scan, update }: WatchedFile): readonly ByteRange[] {
  const { size } = before.source
  const writes = (update?.result.extents ?? []).flatMap(({ offset, length }) => {
    if (length <= MAX_WATCHED_WRITE) return [{ offset, length }]
    const last = { offset: offset + length - WATCHED_END, length: WATCHED_END }
    return [{ offset, length: WATCHED_END }, last]
  })
  const head = { offset: 0, length: HEADER_SECTION_SIZE }
  return [head, ...(scan ? [scan.region] : []), ...writes].flatMap((range) => {
    const length = Math.min(endOf(range), size) - range.offset
    return length > 0 ? [{ offset: range.offset, length }] : []
  })
}
