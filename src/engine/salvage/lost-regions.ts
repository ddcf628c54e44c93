/** Where BAT and metadata of a file are whose region tables do not say so: by what they hold, at whole MiB. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { isZero } from '../bytes/is-zero.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf, overlaps } from '../bytes/ranges.ts'
import { batReserved } from '../format/bat-entry.ts'
import { BAT_ENTRY_SIZE, HEADER_SECTION_SIZE, KIB, MIB } from '../format/layout.ts'
import { METADATA_SIGNATURE } from '../format/metadata-table.ts'
import { BAT_REGION, METADATA_REGION } from '../format/region-table.ts'
import { type Bat, batIn } from '../image/bat/bat.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import type { BatWindow } from '../image/bat/visit-bat.ts'
import type { Image } from '../image/image.ts'
import { findLogRegion } from '../image/log-region.ts'
import { type Geometry, geometryOf } from '../image/metadata/geometry.ts'
import { readMetadata } from '../image/metadata/metadata.ts'
import { isUsable } from '../image/regions/region-findings.ts'
import { blockOf } from './logged-tables.ts'

/** So many MiB from the start of the file are looked at; every known program is done with its regions before. */
const SEARCHED = 256
/** What is looked at of a possible table at once: most others are told by its first entries. */
const PIECE = 64 * KIB
/** Pieces of possible tables that are looked at entry by entry, in all: 512 MiB. */
const MAX_PARSED = 2 ** 13
/** Of more places at which metadata could be, a file proves nothing. */
const MAX_CANDIDATES = 4

export interface FoundRegions {
  readonly metadata: ByteRange
  readonly bat: ByteRange
  readonly geometry: Geometry
  /** How many blocks the table names. */
  readonly blocks: number
  /** The words for why it is these. */
  readonly because: string
}

export interface RegionSearch {
  /** One sentence where nothing, or more than one thing, fits. */
  readonly found: FoundRegions | string
  /** Where metadata of a disk stand, whatever belongs to them: the first of many. */
  readonly metadata: readonly ByteRange[]
}

/** One sentence where nothing, or more than one thing, fits. */
export const findRegions = async (image: Image, run?: Run): Promise<FoundRegions | string> =>
  (await searchRegions(image, run)).found

/**
 * Looks at 256 MiB of the file at most, at the beginning of each MiB; of what can be a table of blocks at
 * all of it.
 */
export async function searchRegions(image: Image, run?: Run): Promise<RegionSearch> {
  const { source } = image
  const stored = await storedRegions(image)
  if (stored) return { found: stored, metadata: [stored.metadata] }
  const places: ByteRange[] = []
  for (const range of candidates(source)) {
    await takeTurn(run)
    const head = await source.read(range.offset, METADATA_SIGNATURE.length)
    if (String.fromCharCode(...head) !== METADATA_SIGNATURE) continue
    if (await geometryAt(source, range)) places.push(range)
    if (places.length > MAX_CANDIDATES) break
  }
  const found: FoundRegions[] = []
  const search = new Search(source, run)
  for (const metadata of places) {
    const bat = await findBat(image, metadata, search)
    if (bat) found.push({ ...bat, metadata, because: 'found by what they hold' })
  }
  const [only, ...others] = found
  if (only && others.length === 0) return { found: only, metadata: places }
  const why = only
    ? 'More than one table of blocks could be the right one.'
    : 'No metadata and no table of blocks that belong together are where they could be.'
  return { found: why, metadata: places }
}

function* candidates({ size }: ByteSource): Generator<ByteRange> {
  const end = Math.min(size, SEARCHED * MIB)
  for (let offset = HEADER_SECTION_SIZE; offset + MIB <= end; offset += MIB) {
    yield { offset, length: MIB }
  }
}

async function geometryAt(source: ByteSource, region: ByteRange): Promise<Geometry | undefined> {
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
    const geometry = await geometryAt(source, metadata)
    if (!geometry || geometry.batEntries * BAT_ENTRY_SIZE > bat.length) continue
    const blocks = await new Search(source).count({ region: bat, geometry }, [metadata])
    if (blocks !== undefined) {
      return {
        metadata,
        bat,
        geometry,
        blocks,
        because: `as the damaged region table ${copy} has them`,
      }
    }
  }
  return undefined
}

/** The one place at which a table of this disk can be and names blocks; `undefined` where it is not one. */
async function findBat(
  image: Image,
  metadata: ByteRange,
  search: Search,
): Promise<Pick<FoundRegions, 'bat' | 'geometry' | 'blocks'> | undefined> {
  const { source, headers } = image
  const geometry = await geometryAt(source, metadata)
  if (!geometry) return undefined
  const length = Math.ceil((geometry.batEntries * BAT_ENTRY_SIZE) / MIB) * MIB
  const log = headers.current && findLogRegion(headers.current, source.size).region
  const taken = [metadata, ...(log ? [log] : [])]
  // Most disks have a block near their beginning: zeros are followed to their end only where none has.
  for (const beginsEmpty of [false, true]) {
    const found: { readonly bat: ByteRange; readonly blocks: number }[] = []
    for (const { offset } of candidates(source)) {
      const region = { offset, length }
      if (endOf(region) > source.size || taken.some((each) => overlaps(each, region))) continue
      if ((await search.isEmptyAt(offset)) !== beginsEmpty) continue
      const blocks = (await search.count({ region, geometry }, taken)) ?? 0
      if (blocks > 0) found.push({ bat: region, blocks })
      if (found.length > 1 || search.isOver) return undefined
    }
    const [only] = found
    if (only) return { ...only, geometry }
  }
  return undefined
}

/** Looks at places for a BAT: what is zero, and so an empty part of one, is found out once for each piece. */
class Search {
  readonly #source: ByteSource
  readonly #run: Run | undefined
  readonly #zeros = new Map<number, boolean>()
  #parsed = 0

  constructor(source: ByteSource, run?: Run) {
    this.#source = source
    this.#run = run
  }

  /** Whether more was looked at than makes sense: then nothing is proven. */
  get isOver(): boolean {
    return this.#parsed > MAX_PARSED
  }

  /** Whether the piece that begins here is zero. */
  async isEmptyAt(at: number): Promise<boolean> {
    const known = this.#zeros.get(at)
    if (known !== undefined) return known
    await takeTurn(this.#run)
    const isEmpty = isZero(await this.#source.read(at, Math.min(PIECE, this.#source.size - at)))
    this.#zeros.set(at, isEmpty)
    return isEmpty
  }

  /**
   * How many blocks a table names; `undefined` where it cannot be one: a block behind the end, in the
   * header section, in the table itself, in `taken` or in another one, a state that there is not, or
   * reserved bits.
   */
  async count(
    place: Pick<Bat, 'region' | 'geometry'>,
    taken: readonly ByteRange[],
  ): Promise<number | undefined> {
    const { size } = this.#source
    const bat = batIn(place, size)
    const owned = [...taken, bat.region]
    let map: UnitMap | undefined
    let blocks = 0
    for (let first = 0; first < bat.count && !this.isOver; first += PER_PIECE) {
      const at = bat.region.offset + first * BAT_ENTRY_SIZE
      const count = Math.min(PER_PIECE, bat.count - first)
      if (this.#zeros.get(at)) continue
      await takeTurn(this.#run)
      const bytes = await this.#source.read(at, Math.min(PIECE, size - at))
      const isEmpty = isZero(bytes)
      this.#zeros.set(at, isEmpty)
      if (isEmpty) continue
      this.#parsed++
      const view = new DataView(bytes.buffer, bytes.byteOffset, count * BAT_ENTRY_SIZE)
      const found = countIn({ view, first, end: first + count }, bat, size, {
        owned,
        // Of a large file it is large: most pieces are refused before it is needed.
        map: () => (map ??= new UnitMap(size)),
      })
      if (found === undefined) return undefined
      blocks += found
    }
    return blocks
  }
}

const PER_PIECE = PIECE / BAT_ENTRY_SIZE

interface Places {
  readonly owned: readonly ByteRange[]
  /** Where no two blocks may be. */
  map(): UnitMap
}

function countIn(
  { view, first, end }: BatWindow,
  bat: Bat,
  size: number,
  { owned, map }: Places,
): number | undefined {
  let blocks = 0
  for (let index = first; index < end; index++) {
    const at = (index - first) * BAT_ENTRY_SIZE
    const low = view.getUint32(at, true)
    if (batReserved(low) !== 0) return undefined
    const block = blockOf(bat, index, low, view.getUint32(at + 4, true))
    if (block === undefined) continue
    if (block === 'wrong' || block.unit === 0 || block.unit > size / MIB) return undefined
    const range = { offset: block.unit * MIB, length: block.needed }
    if (endOf(range) > size || owned.some((each) => overlaps(each, range))) return undefined
    if (!map().takeFree(block.unit, block.units)) return undefined
    blocks++
  }
  return blocks
}
