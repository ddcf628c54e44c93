/** What an update would change, for people: sizes, changes, and what is in place already. */

import type { Run } from '../bytes/byte-source.ts'
import { totalLength } from '../bytes/ranges.ts'
import type { Image } from '../image/image.ts'
import { structureIn, structuresOf } from '../image/structure-map.ts'
import { nameRange } from '../places/name-range.ts'
import type { Preview } from '../update/preview.ts'
import type { UpdateKind, UpdateReport } from './change.ts'
import type { Words } from './change-builder.ts'
import { findDifferences, loggedExtents } from './changes.ts'
import { sectorDiff } from './sector-diff.ts'

/**
 * The report of an update, or of the first entries of a replay, that `after` previews. Structures are
 * named as `image` has them: the whole update's result, since before it the tables may be torn.
 */
export async function reportUpdate(
  kind: UpdateKind,
  after: Preview,
  image: Image,
  run?: Run,
): Promise<UpdateReport> {
  // A salvage writes headers, too, and for no log; those of a replay only finish it.
  const extents = kind === 'salvage' ? after.extents : loggedExtents(after)
  return {
    kind,
    sizeBefore: after.base.size,
    sizeAfter: after.size,
    bytesWritten: totalLength(extents),
    ...(await findDifferences(after, extents, wordsOf(image), run)),
  }
}

function wordsOf(image: Image): Words {
  const structures = structuresOf(image)
  return {
    structureAt: (offset) => structureIn(structures, offset)?.kind ?? 'unowned',
    lines: (structure, sector) => sectorDiff(image, structure, sector),
    nameOf: (range) => nameRange({ structures, metadata: image.metadata, bat: image.bat }, range),
  }
}
