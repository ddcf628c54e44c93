/** Where BAT and metadata of a file are whose region tables do not say so: by what they hold, at whole MiB. */
import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { isHeld } from '../../bytes/held.ts'
import { takeTurn } from '../../bytes/pace.ts'
import { clipRange, overlaps } from '../../bytes/ranges.ts'
import { BAT_ENTRY_SIZE, HEADER_SECTION_SIZE, MIB } from '../../format/layout.ts'
import { METADATA_SIGNATURE } from '../../format/metadata-table.ts'
import { BAT_REGION, METADATA_REGION } from '../../format/region-table.ts'
import type { Image } from '../../image/image.ts'
import { findLogRegion } from '../../image/log-region.ts'
import { type Geometry, geometryOf } from '../../image/metadata/geometry.ts'
import { readMetadata } from '../../image/metadata/metadata.ts'
import { isUsable } from '../../image/regions/region-findings.ts'
import { TableSearch } from './table-search.ts'

/** So many MiB from the start of the file are looked at; every known program is done with its regions before. */
const SEARCHED = 256
/** Of more places at which metadata could be, a file proves nothing. */
const MAX_CANDIDATES = 4
/** Of so many possible tables the user may choose; more are not looked for. */
const MAX_TABLES = 8

/** A table of blocks that can belong to metadata. */
export interface RegionPair {
  readonly metadata: ByteRange
  readonly bat: ByteRange
  readonly geometry: Geometry
  /** How many blocks the table names. */
  readonly blocks: number
}

export interface FoundRegions extends RegionPair {
  /** The damaged region table that has them so; without it they are found by what they hold. */
  readonly table: 1 | 2 | undefined
}

export interface RegionSearch {
  /** One sentence where nothing, or more than one thing, fits. */
  readonly found: FoundRegions | string
  /** Where metadata of a disk stand, whatever belongs to them: the first of many. */
  readonly metadata: readonly ByteRange[]
  /** All that fit, in order of place: the first of many. */
  readonly pairs: readonly RegionPair[]
  /** Whether there was too much to look at: then one pair is not proven to be the only one. */
  readonly isOver: boolean
}

/**
 * Looks at 256 MiB of the file at most, at the beginning of each MiB; of what can be a table of blocks at
 * all of it. With `only` the metadata are there, whatever else looks so.
 */
export async function searchRegions(
  image: Image,
  run?: Run,
  only?: ByteRange,
): Promise<RegionSearch> {
  const { source } = image
  const stored = only ? undefined : await storedRegions(image)
  if (stored) return { found: stored, metadata: [stored.metadata], pairs: [stored], isOver: false }
  const places: ByteRange[] = []
  for (const range of only ? [only] : candidates(source)) {
    await takeTurn(run)
    // A skeleton has everything that can be a structure.
    if (!isHeld(source, { ...range, length: METADATA_SIGNATURE.length })) continue
    const head = await source.read(range.offset, METADATA_SIGNATURE.length)
    if (String.fromCharCode(...head) !== METADATA_SIGNATURE) continue
    if (await geometryAt(source, range)) places.push(range)
    if (places.length > MAX_CANDIDATES) break
  }
  const search = new TableSearch(source, run)
  const pairs: RegionPair[] = []
  for (const metadata of places) {
    if (pairs.length < MAX_TABLES) pairs.push(...(await tablesFor(image, metadata, search)))
  }
  const { isOver } = search
  const [first, ...others] = pairs
  if (first && others.length === 0 && !isOver) {
    return { found: { ...first, table: undefined }, metadata: places, pairs, isOver }
  }
  const why = first
    ? 'More than one place could be that of the metadata or of the table of blocks.'
    : 'No metadata and no table of blocks that belong together are where they could be.'
  return { found: why, metadata: places, pairs, isOver }
}

function* candidates({ size }: ByteSource): Generator<ByteRange> {
  const end = Math.min(size, SEARCHED * MIB)
  for (let offset = HEADER_SECTION_SIZE; offset + MIB <= end; offset += MIB) {
    yield { offset, length: MIB }
  }
}

export async function geometryAt(
  source: ByteSource,
  region: ByteRange,
): Promise<Geometry | undefined> {
  return geometryOf(await readMetadata(source, region))
}

/** What a table says whose checksum is wrong, where the metadata are there, and the table can be right. */
async function storedRegions(image: Image): Promise<FoundRegions | undefined> {
  const { source, regionTables } = image
  for (const { entries, copy } of regionTables.copies) {
    const of = (guid: typeof BAT_REGION) =>
      entries.find((entry) => entry.values.guid === guid && isUsable(entry, source.size))?.range
    const [metadata, bat] = [of(METADATA_REGION), of(BAT_REGION)]
    if (
      !metadata ||
      !bat ||
      [metadata, bat].some(({ offset, length }) => (offset % MIB) + (length % MIB) > 0)
    ) {
      continue
    }
    if (!isThere(source, metadata) || !isThere(source, bat)) continue
    const geometry = await geometryAt(source, metadata)
    if (!geometry || geometry.batEntries * BAT_ENTRY_SIZE > bat.length) continue
    const blocks = await new TableSearch(source).count({ region: bat, geometry }, [metadata])
    if (blocks !== undefined) {
      return { metadata, bat, geometry, blocks, table: copy }
    }
  }
  return undefined
}

/** Whether a skeleton has what of a region is in the file. */
const isThere = (source: ByteSource, region: ByteRange): boolean =>
  isHeld(source, clipRange(region, { offset: 0, length: source.size }))

/** Bytes of the table that a disk has, in whole MiB. */
export const tableLength = ({ batEntries }: Geometry): number =>
  Math.ceil((batEntries * BAT_ENTRY_SIZE) / MIB) * MIB

/** The log, where a header that counts says where it is. */
export function logRegionOf({ headers, source }: Image): readonly ByteRange[] {
  const log = headers.current && findLogRegion(headers.current, source.size).region
  return log ? [log] : []
}

/** The places at which a table of this disk can be and names blocks. */
async function tablesFor(
  image: Image,
  metadata: ByteRange,
  search: TableSearch,
): Promise<readonly RegionPair[]> {
  const { source } = image
  const geometry = await geometryAt(source, metadata)
  if (!geometry) return []
  const length = tableLength(geometry)
  const taken = [metadata, ...logRegionOf(image)]
  // Most disks have a block near their beginning: zeros are followed to their end only where none has.
  for (const beginsEmpty of [false, true]) {
    const found: RegionPair[] = []
    for (const { offset } of candidates(source)) {
      const bat = { offset, length }
      if (offset + length > source.size || taken.some((each) => overlaps(each, bat))) continue
      if (!isHeld(source, bat)) continue
      if ((await search.isEmptyAt(offset)) !== beginsEmpty) continue
      const blocks = (await search.count({ region: bat, geometry }, taken)) ?? 0
      if (blocks > 0) found.push({ metadata, bat, geometry, blocks })
      if (found.length >= MAX_TABLES || search.isOver) return found
    }
    if (found.length > 0) return found
  }
  return []
}
