/** Whose bytes stand where two claim the same place: by what is there, by what the guest has there, by who came later. */

import { invalidByItself } from '../blocks/entry-rules.ts'
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { plural } from '../bytes/format.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { isZero } from '../bytes/is-zero.ts'
import { Pace, takeTurn } from '../bytes/pace.ts'
import { clipRange, endOf, overlaps } from '../bytes/ranges.ts'
import type { ClaimedPlace, Holder } from '../diagnosis/looks.ts'
import { batFileOffsetMB, batState, blockWords, FULLY_PRESENT } from '../format/bat-entry.ts'
import { batEntryRange } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, KIB, MIB } from '../format/layout.ts'
import { isValid } from '../history/sessions.ts'
import { readWindow, type Table, tableOf } from '../image/bat/bat-window.ts'
import type { Image } from '../image/image.ts'
import { type Structure, structuresOf } from '../image/structure-map.ts'
import type { LogScan } from '../log/log.ts'
import { chartImage } from '../space/chart-file.ts'
import { type BlockOwners, findOwners, type OwningEntry } from '../space/file-owners.ts'
import { type Anchor, anchorsOf } from './anchors.ts'
import { ClaimTimes } from './later-claim.ts'
import type { Look } from './look.ts'

/** Of more places the first are looked at. */
const MAX_PLACES = 64
/** Structures that are named of one place: only a hostile file has more. */
const MOST_NAMED = 4
/** So much of a place is read, to see whether anything is there. */
const LOOKED_AT = 64 * KIB
/** And of the table of blocks, where that is claimed. */
const ENTRIES = LOOKED_AT / BAT_ENTRY_SIZE

interface Ground {
  readonly image: Image
  readonly table: Table | undefined
  readonly scan: LogScan | undefined
  readonly anchors: readonly Anchor[]
}

interface Place {
  readonly at: ByteRange
  /** The first few of `structureCount`. */
  readonly structures: readonly Structure[]
  readonly structureCount: number
  readonly owners: BlockOwners
  /** The first block and the last one, by the table. */
  readonly blocks: readonly OwningEntry[]
}

/** Reads the table of blocks, the log’s descriptors, and at most 64 KiB of each of 64 places. */
export const lookAtClaims: Look<'claims'> = async ({ inspected, examined }, run) => {
  const { image, looks } = examined
  const { space } = await chartImage(image, run)
  const found: ByteRange[] = []
  let count = 0
  const pace = new Pace(run)
  for (const { kind, offset, length } of space.extents(0, space.size)) {
    if (pace.isDue()) await pace.rest()
    if (kind !== 'overlap') continue
    if (count++ < MAX_PLACES) found.push({ offset, length })
  }
  const table = tableOf(image)
  const ground: Ground = { image, table, scan: inspected.scan, anchors: anchorsOf(looks.guest) }
  const places = await placesAt(image, found, run)
  const pairs = places.filter(isPair)
  const indices = pairs.flatMap(({ blocks }) => blocks.map(({ index }) => index))
  const times =
    table && ground.scan && indices.length > 0
      ? await ClaimTimes.of(table, ground.scan, indices, run)
      : undefined
  const told: ClaimedPlace[] = []
  for (const place of places) {
    await takeTurn(run)
    told.push(await tell(place, ground, times))
  }
  return { places: told, count }
}

async function placesAt(
  image: Image,
  ranges: readonly ByteRange[],
  run?: Run,
): Promise<readonly Place[]> {
  const structures = structuresOf(image)
  const owners = await findOwners(image, ranges, run)
  return ranges.flatMap((at, i) => {
    const owning = owners[i]
    if (!owning) return []
    const { first, last, blocks, bitmaps } = owning
    const hasBlocks = blocks + bitmaps > 0
    const named = hasBlocks ? [first, first?.index === last?.index ? undefined : last] : []
    const claiming = structures.filter((each) => overlaps(each.at, at))
    return [
      {
        at,
        structures: claiming.slice(0, MOST_NAMED),
        structureCount: claiming.length,
        owners: owning,
        blocks: named.filter((each) => each !== undefined),
      },
    ]
  })
}

const countOf = ({ owners }: Place): number => owners.blocks + owners.bitmaps

/** Two blocks and nothing else: of them the log may say which came later. */
const isPair = (place: Place): boolean =>
  place.structures.length === 0 && countOf(place) === 2 && place.blocks.length === 2

async function tell(
  place: Place,
  ground: Ground,
  times: ClaimTimes | undefined,
): Promise<ClaimedPlace> {
  const { at, structures, blocks } = place
  const standing = await Promise.all(structures.map((each) => standsThere(each, at, ground)))
  const ofGuest = await Promise.all(blocks.map((block) => guestHas(block, at, ground)))
  const holders = [...standing, ...ofGuest].filter((found) => found !== undefined)
  return {
    at,
    claimants: [...structures.map(nameOf), ...blocks.map(wordsOf)],
    others: countOf(place) - blocks.length + place.structureCount - structures.length,
    holders,
    likely: holders.length > 0 ? undefined : await guess(place, ground, times),
  }
}

const wordsOf = ({ kind, number }: OwningEntry): string => blockWords(kind, number)

function nameOf({ kind, name }: Structure): string {
  if (kind === 'log') return 'the log'
  if (kind === 'bat') return 'the table of blocks'
  if (kind === 'metadata') return 'the metadata'
  if (kind === 'header-section') return 'the header section'
  return kind === 'region' ? `the region ${name}` : `the ${name.toLowerCase()}`
}

/** A structure of which signature or checksum is right there; no look at what says neither. */
async function standsThere(
  structure: Structure,
  at: ByteRange,
  ground: Ground,
): Promise<Holder | undefined> {
  const why = await signIn(structure, at, ground)
  return why === undefined ? undefined : { who: nameOf(structure), why }
}

async function signIn(
  { kind, at: own }: Structure,
  at: ByteRange,
  { image, table, scan }: Ground,
): Promise<string | undefined> {
  const isAt = ({ at: copy }: { readonly at: ByteRange }) => copy.offset === own.offset
  const isWhole = own.offset >= at.offset && endOf(own) <= endOf(at)
  switch (kind) {
    case 'file-identifier':
      return own.offset >= at.offset && image.identity.kind === 'vhdx' ? SIGNED : undefined
    case 'header':
      return isWhole && image.headers.copies.find(isAt)?.valid ? SUMMED : undefined
    case 'region-table':
      return isWhole && image.regionTables.copies.find(isAt)?.valid ? SUMMED : undefined
    case 'metadata':
      // Of a table whose signature is wrong no item is read.
      return own.offset >= at.offset && image.metadata?.items.length ? SIGNED : undefined
    case 'log': {
      const entries = entriesIn(scan, at)
      return entries > 0
        ? `${plural(entries, 'whole entry', 'whole entries')} of it ${entries === 1 ? 'is' : 'are'} there`
        : undefined
    }
    case 'bat':
      return table && (await hasEntries(table, at))
        ? 'what is there reads as entries of it'
        : undefined
    default:
      return undefined
  }
}

const SIGNED = 'its signature is there'
const SUMMED = 'its checksum is right'

/** How many entries of which the checksum is right begin in these bytes. */
const entriesIn = (scan: LogScan | undefined, at: ByteRange): number =>
  scan?.entries.filter((entry) => {
    const begin = scan.region.offset + entry.position
    return isValid(entry) && begin >= at.offset && begin < endOf(at)
  }).length ?? 0

/** Whether the part of the table that is there says something, and nothing that cannot be. */
async function hasEntries(table: Table, at: ByteRange): Promise<boolean> {
  const start = batEntryRange(table.bat, 0).offset
  const first = Math.max(0, Math.ceil((at.offset - start) / BAT_ENTRY_SIZE))
  const most = Math.floor((endOf(at) - start) / BAT_ENTRY_SIZE) - first
  if (first >= table.bat.count || most <= 0) return false
  const view = await readWindow(table, first, Math.min(most, ENTRIES))
  const isWrong = invalidByItself(table)
  let said = false
  for (let i = 0; i < view.byteLength; i += BAT_ENTRY_SIZE) {
    const [low, high] = [view.getUint32(i, true), view.getUint32(i + 4, true)]
    if (isWrong(first + i / BAT_ENTRY_SIZE, low, high)) return false
    said ||= low !== 0 || high !== 0
  }
  return said
}

/** Something that the guest’s disk must have at its place stands there, if these bytes are the block’s. */
async function guestHas(
  { kind, index, number }: OwningEntry,
  at: ByteRange,
  { table, anchors }: Ground,
): Promise<Holder | undefined> {
  if (!table || kind !== 'payload' || anchors.length === 0) return undefined
  const view = await readWindow(table, index, 1)
  if (view.byteLength === 0) return undefined
  const [low, high] = [view.getUint32(0, true), view.getUint32(4, true)]
  // Of a block that is there in part the bytes may be its parent's.
  if (batState(low) !== FULLY_PRESENT) return undefined
  const { blockSize } = table.bat.geometry
  const from = batFileOffsetMB(low, high) * MIB - number * blockSize
  const anchor = anchors.find(({ offset, length }) => {
    const isInBlock = Math.floor(offset / blockSize) === number
    const begin = from + offset
    return isInBlock && begin >= at.offset && begin + length <= endOf(at)
  })
  return anchor && { who: blockWords(kind, number), why: `the guest has ${anchor.name} there` }
}

/** Where nothing there says whose it is. */
async function guess(
  place: Place,
  { image, scan }: Ground,
  times: ClaimTimes | undefined,
): Promise<Holder | undefined> {
  const { at, structures, blocks } = place
  const [first, second] = blocks
  if (isPair(place) && first && second) {
    const later = times?.laterOf(first.index, second.index)
    const who = blocks.find(({ index }) => index === later?.index)
    const number = later?.by.header.sequenceNumber
    return who && { who: wordsOf(who), why: `entry ${number} of the log gave it the place later` }
  }
  const isUnused =
    structures.every(({ kind }) => kind === 'log') &&
    structures.length === 1 &&
    image.headers.current?.values?.logGuid === NIL_GUID &&
    entriesIn(scan, at) === 0
  if (!isUnused || countOf(place) !== 1 || !first || !(await hasData(image.source, at))) {
    return undefined
  }
  return { who: wordsOf(first), why: 'no log is in use, and no entry of one is there' }
}

async function hasData(source: ByteSource, at: ByteRange): Promise<boolean> {
  const { offset, length } = clipRange(
    { ...at, length: Math.min(at.length, LOOKED_AT) },
    {
      offset: 0,
      length: source.size,
    },
  )
  return length > 0 && !isZero(await source.read(offset, length))
}
