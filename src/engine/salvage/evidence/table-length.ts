/** How long a table of blocks is: as metadata say, else as it is set, else up to what lies behind it. */
import { type ByteRange, position } from '../../bytes/byte-source.ts'
import { readSize, sizeText } from '../../bytes/parse-size.ts'
import { BAT_ENTRY_SIZE, MIB } from '../../format/layout.ts'
import type { Image } from '../../image/image.ts'
import type { Geometry } from '../../image/metadata/geometry.ts'
import type { SalvageValue } from '../value-words.ts'
import { decide, proposed } from './decide.ts'
import { type RegionPair, tableLength } from './lost-regions.ts'
import { namedPlaces } from './named-blocks.ts'

/** A region table has 32 bits for the length of a region. */
const MAX_LENGTH = 2 ** 32 - MIB

/** A setting that is a size or an offset; of one that is beyond every file the greatest number. */
export function bytesOf(set: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = set.get(name)
  const size = text === undefined ? undefined : readSize(text)
  return size === undefined ? undefined : (position(size) ?? Number.MAX_SAFE_INTEGER)
}

interface Placed {
  /** Where the table begins. */
  readonly at: number
  readonly region: ByteRange
  readonly log: readonly ByteRange[]
  readonly geometry: Geometry | undefined
  readonly only: RegionPair | undefined
}

/** What metadata say is no setting, unless somebody has set it. */
export async function decideLength(
  image: Image,
  { at, region, log, geometry, only }: Placed,
  set: ReadonlyMap<string, string>,
): Promise<
  | { readonly bytes: number; readonly told: SalvageValue | undefined; readonly why?: undefined }
  | { readonly why: string; readonly setting: string; readonly told?: SalvageValue }
> {
  const asked = bytesOf(set, 'bat-length')
  const setting = 'bat-length'
  if (asked !== undefined && (asked === 0 || asked % MIB > 0 || asked > MAX_LENGTH)) {
    return { why: 'A region has whole MiB, at least one, and less than 4GiB.', setting }
  }
  const needed = geometry && tableLength(geometry)
  if (asked !== undefined && needed !== undefined && asked < needed) {
    const why = `The table of such a disk needs ${sizeText(BigInt(needed))}.`
    return { why, setting }
  }
  const found = only?.bat.offset === at ? only.bat.length : needed
  if (asked === undefined && found !== undefined) return { bytes: found, told: undefined }
  const room = await roomAt(image, at, [region, ...log])
  const { value, told } = decide({
    way: 'region-tables-anew',
    name: setting,
    set: asked,
    clues:
      room > 0
        ? [proposed(room, 'there the next thing in the file begins', (bytes) => bytes > room)]
        : [],
    text: (bytes) => sizeText(BigInt(bytes)),
  })
  if (value === undefined) {
    return { why: 'Nothing says how long the table of blocks is: set bat-length.', setting, told }
  }
  return { bytes: value, told }
}

/** Bytes from a table on, in whole MiB, up to a structure, the first block that it names, or the end of the file. */
async function roomAt({ source }: Image, at: number, taken: readonly ByteRange[]): Promise<number> {
  const ends = [
    Math.min(Math.ceil(source.size / MIB) * MIB, at + MAX_LENGTH),
    ...taken.map(({ offset }) => offset).filter((offset) => offset > at),
  ]
  const most = Math.min(...ends)
  const places = await namedPlaces(source, { offset: at, length: most - at })
  const end = places.reduce((least, { index, unit }) => {
    // What an entry says counts only as long as it is in front of what it names.
    const start = unit * MIB
    return start > at + index * BAT_ENTRY_SIZE && start < least ? start : least
  }, most)
  return end - at
}
