/** Where metadata and table of blocks are taken to be, §2.2.3.2: where they are set, else found; or what they could be. */
import type { ByteRange, Run } from '../../bytes/byte-source.ts'
import { formatHex, plural } from '../../bytes/format.ts'
import { sizeText } from '../../bytes/parse-size.ts'
import { endOf, overlaps } from '../../bytes/ranges.ts'
import { HEADER_SECTION_SIZE, MIB } from '../../format/layout.ts'
import type { Image } from '../../image/image.ts'
import type { Geometry } from '../../image/metadata/geometry.ts'
import { MAX_OPTIONS, type SalvageValue, type ValueOption } from '../value-words.ts'
import type { NotApplicable } from '../way.ts'
import { type Clue, decide, proposed, sentenceOf } from './decide.ts'
import {
  geometryAt,
  logRegionOf,
  type RegionPair,
  type RegionSearch,
  searchRegions,
} from './lost-regions.ts'
import { bytesOf, decideLength } from './table-length.ts'
import { TableSearch } from './table-search.ts'

export interface Regions {
  readonly metadata: ByteRange
  readonly bat: ByteRange
  /** Of the disk that the metadata tell of; `undefined` where none stand there. */
  readonly geometry: Geometry | undefined
}

export interface ProposedRegions extends Regions {
  readonly values: readonly SalvageValue[]
}

const WAY = 'region-tables-anew'

/** `set` by the names of the way: each can be read. */
export async function proposeRegions(
  image: Image,
  set: ReadonlyMap<string, string>,
  run?: Run,
): Promise<ProposedRegions | NotApplicable> {
  const { source } = image
  const asked = { metadata: bytesOf(set, 'metadata'), bat: bytesOf(set, 'bat') }
  const log = logRegionOf(image)
  for (const name of ['metadata', 'bat'] as const) {
    const why = placeProblem(asked[name], source.size, log)
    if (why !== undefined) return { why, setting: name }
  }
  const search = await searchFor(image, asked.metadata, run)
  const metadata = await decideMetadata(image, search, asked)
  const at = metadata.value
  const bats = search.pairs.filter((pair) => at === undefined || pair.metadata.offset === at)
  const only =
    typeof search.found === 'string' || search.found.metadata.offset !== at
      ? undefined
      : search.found
  const [single, ...others] = bats
  const unique = only ?? (others.length === 0 && !search.isOver ? single : undefined)
  const clues = at !== undefined && unique ? [tableClue(unique)] : []
  const bat = decide({
    way: WAY,
    name: 'bat',
    set: asked.bat,
    clues,
    text: formatHex,
    options: tableOptions(bats, at === undefined),
  })
  const told = [metadata.told, bat.told]
  if (at === undefined || bat.value === undefined) {
    const setting = at === undefined ? 'metadata' : 'bat'
    const count = at === undefined ? search.metadata.length : bats.length
    const why =
      count > 1
        ? `More than one place could be that of the ${NAMES[setting]}: set ${setting}.`
        : typeof search.found === 'string'
          ? search.found
          : 'No table of blocks that belongs to these metadata is where it could be: set bat.'
    return { why, setting, values: told }
  }
  const region = { offset: at, length: MIB }
  const geometry = await geometryAt(source, region)
  const length = await decideLength(image, { at: bat.value, region, log, geometry, only }, set)
  const values = [metadata.told, bat.told, ...(length.told ? [length.told] : [])]
  if (length.why !== undefined) return { why: length.why, setting: length.setting, values }
  const table = { offset: bat.value, length: length.bytes }
  if (overlaps(table, region)) {
    return {
      why: 'The metadata and the table of blocks would share bytes.',
      setting: 'bat',
      values,
    }
  }
  if (log.some((each) => overlaps(each, table))) {
    return { why: 'The table of blocks would reach into the log.', setting: 'bat', values }
  }
  const against =
    asked.bat === undefined || !geometry
      ? []
      : await doubts(image, { table, region, log, geometry }, run)
  return {
    metadata: only && at === only.metadata.offset ? only.metadata : region,
    bat: table,
    geometry,
    values: values.map((value) =>
      value.name === 'bat' ? { ...value, against: [...value.against, ...against] } : value,
    ),
  }
}

const NAMES = { metadata: 'metadata', bat: 'table of blocks' } as const

function placeProblem(
  offset: number | undefined,
  size: number,
  log: readonly ByteRange[],
): string | undefined {
  if (offset === undefined) return undefined
  if (offset >= size) return `The file ends at ${formatHex(size)}.`
  if (offset % MIB > 0) return 'A region begins at a whole MiB of the file.'
  if (offset < HEADER_SECTION_SIZE) return 'The first MiB of a file has headers and region tables.'
  return log.some((each) => overlaps(each, { offset, length: MIB }))
    ? 'The log is at that place.'
    : undefined
}

/** Metadata at a place that is set may be none of those that are found. */
async function searchFor(
  image: Image,
  metadata: number | undefined,
  run?: Run,
): Promise<RegionSearch> {
  const search = await searchRegions(image, run)
  if (metadata === undefined || search.pairs.some((pair) => pair.metadata.offset === metadata)) {
    return search
  }
  const there = await searchRegions(image, run, { offset: metadata, length: MIB })
  return { ...there, metadata: [...new Set([...there.metadata, ...search.metadata])] }
}

async function decideMetadata(
  { source }: Image,
  { found, metadata: places, pairs }: RegionSearch,
  asked: { readonly metadata: number | undefined; readonly bat: number | undefined },
) {
  const stand = new Map<number, string>()
  for (const place of places.slice(0, MAX_OPTIONS)) {
    const geometry = await geometryAt(source, place)
    if (geometry) stand.set(place.offset, metadataWords(place.offset, geometry))
  }
  const fitting = new Set(
    pairs
      .filter(({ bat }) => asked.bat === undefined || bat.offset === asked.bat)
      .map(({ metadata }) => metadata.offset),
  )
  const single = (some: ReadonlySet<number>): number | undefined =>
    some.size === 1 ? [...some][0] : undefined
  const only =
    typeof found === 'string'
      ? (single(fitting) ?? single(new Set(places.map(({ offset }) => offset))))
      : found.metadata.offset
  const clues: Clue<number>[] =
    only === undefined
      ? []
      : [
          proposed(
            only,
            typeof found !== 'string' && found.table
              ? storedWords(found.table)
              : (stand.get(only) ?? 'nothing else is found'),
          ),
        ]
  const decided = decide({
    way: WAY,
    name: 'metadata',
    set: asked.metadata,
    clues,
    text: formatHex,
    options: [...stand].map(([offset, why]) => ({
      value: formatHex(offset),
      why: sentenceOf(why),
    })),
  })
  if (asked.metadata === undefined || stand.has(asked.metadata)) return decided
  const against = [
    'But what stands there does not say all that a disk needs: metadata have to be made anew there.',
  ]
  return { ...decided, told: { ...decided.told, against: [...decided.told.against, ...against] } }
}

const storedWords = (copy: 1 | 2): string => `the damaged region table ${copy} has it so`

const metadataWords = (offset: number, { virtualDiskSize, blockSize }: Geometry): string =>
  `metadata of a disk of ${sizeText(BigInt(virtualDiskSize))} in blocks of ${sizeText(BigInt(blockSize))} stand at ${formatHex(offset)}`

const tableWords = ({ bat, blocks }: RegionPair): string =>
  `a table at ${formatHex(bat.offset)} names ${plural(blocks, 'block')}, each at a place of its own`

const tableClue = (pair: RegionPair & { readonly table?: 1 | 2 | undefined }): Clue<number> =>
  proposed(pair.bat.offset, pair.table ? storedWords(pair.table) : tableWords(pair))

const tableOptions = (pairs: readonly RegionPair[], isOpen: boolean): readonly ValueOption[] => {
  const options = new Map<string, string>()
  for (const pair of pairs.slice(0, MAX_OPTIONS)) {
    const words = isOpen
      ? `${tableWords(pair)}, by the metadata at ${formatHex(pair.metadata.offset)}`
      : tableWords(pair)
    const value = formatHex(pair.bat.offset)
    if (!options.has(value)) options.set(value, sentenceOf(words))
  }
  return [...options].map(([value, why]) => ({ value, why }))
}

/** What speaks against a table at a place that was set. */
async function doubts(
  { source }: Image,
  {
    table,
    region,
    log,
    geometry,
  }: {
    readonly table: ByteRange
    readonly region: ByteRange
    readonly log: readonly ByteRange[]
    readonly geometry: Geometry
  },
  run?: Run,
): Promise<readonly string[]> {
  if (endOf(table) > source.size) return ['But the file ends in the table.']
  const search = new TableSearch(source, run)
  const blocks = await search.count({ region: table, geometry }, [region, ...log])
  if (blocks === undefined) return ['But what stands there cannot be the table of this disk.']
  return blocks === 0 && !search.isOver ? ['But what stands there names no block.'] : []
}
