/** Which places may be changed through the log, §2.3: all metadata but the headers, and no payload. */

import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { lowerFirst } from '../bytes/format.ts'
import { endOf } from '../bytes/ranges.ts'
import { findBlockAt } from '../image/bat/find-block.ts'
import type { Image } from '../image/image.ts'
import {
  boundariesAround,
  type StructureKind,
  structureIn,
  structuresOf,
} from '../image/structure-map.ts'
import { JournalTargetError } from './errors.ts'

const JOURNALLED: ReadonlySet<StructureKind> = new Set(['region-table', 'metadata', 'bat'])

/**
 * Throws a `JournalTargetError` for the first of `ranges` that reaches into anything but region
 * tables, the metadata region, the BAT and sector bitmap blocks. `source` is what `image` was read
 * from. Reads the BAT where a range lies in no region.
 */
export async function checkTargets(
  source: ByteSource,
  image: Image,
  ranges: readonly ByteRange[],
): Promise<void> {
  const structures = structuresOf(image)
  for (const range of ranges) {
    let offset = range.offset
    while (offset < endOf(range)) {
      const structure = structureIn(structures, offset)
      const { next = Number.MAX_SAFE_INTEGER } = boundariesAround(structures, offset)
      let end = Math.min(endOf(range), next)
      if (structure === undefined)
        end = await checkBlock(source, image, { offset, length: end - offset })
      else if (!JOURNALLED.has(structure.kind)) {
        throw new JournalTargetError({ offset, length: end - offset }, owner(structure.name))
      }
      offset = end
    }
  }
}

const owner = (name: string): string =>
  /^[A-Z][a-z]/.test(name) ? `the ${lowerFirst(name)}` : name

/** Gives the end of the sector bitmap block that covers the start of `range`, at most that of `range`. */
async function checkBlock(source: ByteSource, { bat }: Image, range: ByteRange): Promise<number> {
  const block = bat && (await findBlockAt(source, bat, range.offset))
  if (block === undefined) throw new JournalTargetError(range, 'no structure')
  if (block.kind === 'payload-block') {
    throw new JournalTargetError(range, `payload block ${block.number}`)
  }
  return Math.min(endOf(range), endOf(block.at))
}
