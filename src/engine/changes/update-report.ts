/** What an update would change, for people: sizes, changes, and what is in place already. */

import type { Run } from '../bytes/byte-source.ts'
import { totalLength } from '../bytes/ranges.ts'
import { blocksIn } from '../image/bat/find-blocks.ts'
import type { Image } from '../image/image.ts'
import { type StructureKind, structureIn } from '../image/structure-map.ts'
import { type NamingParts, nameRange } from '../places/name-range.ts'
import { namingParts } from '../places/naming-parts.ts'
import type { Preview } from '../update/preview.ts'
import type { UpdateKind, UpdateReport } from './change.ts'
import type { Words } from './change-builder.ts'
import { findDifferences, loggedExtents } from './changes.ts'
import { sectorDiff } from './sector-diff.ts'

interface NamingRun extends Run {
  /** See `namingParts`. */
  readonly limit?: number
}

/**
 * The report of an update, or of the first entries of a replay, that `after` previews. Structures are
 * named as `image` has them: the whole update's result, since before it the tables may be torn. Blocks are,
 * too, where the BAT has not more entries than `run.limit`.
 */
export async function reportUpdate(
  kind: UpdateKind,
  after: Preview,
  image: Image,
  run?: NamingRun,
): Promise<UpdateReport> {
  // A salvage writes headers, too, and for no log; those of a replay only finish it.
  const extents = kind === 'salvage' ? after.extents : loggedExtents(after)
  const parts = await namingParts(image, extents, run, run?.limit)
  return {
    kind,
    sizeBefore: after.base.size,
    sizeAfter: after.size,
    bytesWritten: totalLength(extents),
    ...(await findDifferences(after, extents, wordsOf(image, parts), run)),
  }
}

const wordsOf = (image: Image, parts: NamingParts): Words => ({
  structureAt: (offset) => ownerAt(parts, offset),
  lines: (structure, sector) => sectorDiff(image, structure, sector),
  nameOf: (range) => nameRange(parts, range),
})

function ownerAt({ structures, blocks }: NamingParts, offset: number): StructureKind {
  const structure = structureIn(structures, offset)
  if (structure) return structure.kind
  if (!blocks) return 'block-or-unowned'
  const [block] = blocksIn(blocks, { offset, length: 1 })
  return block?.kind ?? 'unowned'
}
