/** What ranges of a file are named by: its structures, and the blocks that own what no structure does. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { lastWriters } from '../bytes/extent-map.ts'
import { endOf, firstEndingAfter, joinRanges, subtractRanges } from '../bytes/ranges.ts'
import { tableOf } from '../image/bat/bat-window.ts'
import { findBlocks } from '../image/bat/find-blocks.ts'
import type { Image } from '../image/image.ts'
import { structuresOf } from '../image/structure-map.ts'
import type { NamingParts } from './name-range.ts'

/** A table of 16 MiB, of 4 TiB in blocks of 2 MiB, is read in no time. */
export const READ_FOR_NAMES = 2 ** 21

/** As `NamingParts.blocks` is left out where nobody looks blocks up. */
export const structureParts = (image: Image): NamingParts => ({
  structures: structuresOf(image),
  metadata: image.metadata,
  bat: image.bat,
})

/**
 * Names `ranges` of `image`, which may be in any order and overlap. Only where one of them lies outside of
 * the structures the BAT is read, and only if it has at most `limit` entries.
 */
export async function namingParts(
  image: Image,
  ranges: readonly ByteRange[],
  run?: Run,
  limit = READ_FOR_NAMES,
): Promise<NamingParts> {
  const parts = structureParts(image)
  const outside = outsideOf(parts, ranges)
  if (outside.length === 0) return { ...parts, blocks: [] }
  const table = tableOf(image)
  if (!table || table.bat.count > limit) return parts
  return { ...parts, blocks: await findBlocks(table, outside, run) }
}

/** What of `ranges` no structure owns, disjoint and in order. */
function outsideOf(
  { structures }: NamingParts,
  ranges: readonly ByteRange[],
): readonly ByteRange[] {
  const owned = lastWriters(structures.map(({ at }) => at))
  const sorted = [...ranges].sort((a, b) => a.offset - b.offset)
  return joinRanges(sorted).flatMap((range) => {
    const from = firstEndingAfter(owned, range.offset)
    const to = firstEndingAfter(owned, endOf(range))
    return subtractRanges(range, owned.slice(from, to + 1))
  })
}
