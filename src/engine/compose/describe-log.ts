/** The log of a recipe with all its numbers: where every entry goes, what it holds, what damages it. */
import { formatBytes } from '../bytes/format.ts'
import type { Guid } from '../bytes/guid.ts'
import { LOG_SECTOR_SIZE, MAX_SEQUENCE_NUMBER } from '../format/layout.ts'
import type { LogRegion } from '../log/log.ts'
import { distance } from '../log/ring.ts'
import { logGuidOf, STALE_LOG_GUID } from './compose-log.ts'
import { filling, type Load, lengthOf, loadOf, updatesOf } from './describe-descriptors.ts'
import { damageOf } from './describe-faults.ts'
import type { EntryDescription, LogDescription } from './description.ts'
import { type EntryPlace, EntryPlaces } from './entry-places.ts'
import type {
  RecipeDescriptor,
  RecipeEntry,
  RecipeFaultKind,
  RecipeLog,
  Report,
  Size,
} from './recipe.ts'
import { bigOf, checkBatIndices, defined, guidOf, positionOf } from './recipe-values.ts'

/** What a descriptor costs while an entry is being made, besides its bytes. */
const DESCRIPTOR_COST = 128

/** What an image gives a log. */
export interface LogBounds {
  readonly ring: LogRegion
  /** How many entries the BAT has. */
  readonly batEntries: number
  /** Takes bytes from what a recipe may have in all. `false` where there are not so many left. */
  spend(bytes: number): boolean
}

/** What cannot be is reported, under `path`; the result is then of no use. */
export function describeLog(
  log: RecipeLog,
  bounds: LogBounds,
  path: string,
  report: Report,
): LogDescription {
  const stated = defined({ guid: guidOf(log.guid), length: bounds.ring.length })
  const logGuid = logGuidOf({ ...stated, entries: log.entries?.map(() => ({})) ?? [] })
  const places = new EntryPlaces(bounds.ring)
  const entries = (log.entries ?? []).map((entry, index) =>
    describeEntry(entry, { places, logGuid, bounds, path: `${path}.entries[${index}]`, report }),
  )
  return { ...stated, entries }
}

interface Context {
  readonly places: EntryPlaces
  readonly logGuid: Guid
  readonly bounds: LogBounds
  readonly path: string
  readonly report: Report
}

function describeEntry(entry: RecipeEntry, context: Context): EntryDescription {
  const { places, bounds, path, report } = context
  const { faults = [], descriptors = [] } = entry
  const isStale = hasFault(entry, 'stale-guid')
  const logGuid = isStale ? STALE_LOG_GUID : (guidOf(entry.logGuid) ?? context.logGuid)
  const place = places.next(statedPlace(entry, bounds.ring), logGuid, gapOf(entry))
  checkPlace(place, context)
  checkBat(descriptors, context)

  const fillsRing = hasFault(entry, 'full-ring')
  const load = loadOf(descriptors)
  const room = distance(bounds.ring, place.position, place.tail) || bounds.ring.length
  const length = fillsRing ? room : lengthOf(load)
  const fault = lengthFault(entry, load, length, bounds)
  if (fault !== undefined) {
    report(path, fault)
    return place
  }
  places.take(place.position, length)
  const updates = updatesOf(descriptors)
  return {
    ...place,
    logGuid,
    updates: fillsRing ? [...updates, ...filling(updates, load, length)] : updates,
    ...defined({
      flushedFileOffset: optionalBig(entry.flushedFileOffset),
      lastFileOffset: optionalBig(entry.lastFileOffset),
    }),
    ...damageOf(faults, length, `${path}.faults`, report),
  }
}

const hasFault = ({ faults = [] }: RecipeEntry, kind: RecipeFaultKind): boolean =>
  faults.some((fault) => fault.kind === kind)

const gapOf = ({ faults = [] }: RecipeEntry): bigint =>
  faults.reduce((sum, fault) => (fault.kind === 'gap' ? sum + bigOf(fault.by ?? 1) : sum), 0n)

const optionalBig = (value: Size | undefined): bigint | undefined =>
  value === undefined ? undefined : bigOf(value)

function statedPlace(entry: RecipeEntry, { length }: LogRegion): Partial<EntryPlace> {
  const { position, tail, sequenceNumber } = entry
  const stated = position === undefined ? undefined : positionOf(position, length)
  return defined({
    position: hasFault(entry, 'wrap') ? length - LOG_SECTOR_SIZE : stated,
    tail: tail === undefined ? undefined : positionOf(tail, length),
    sequenceNumber: optionalBig(sequenceNumber),
  })
}

function checkPlace(place: EntryPlace, { bounds, path, report }: Context): void {
  for (const name of ['position', 'tail'] as const) {
    const isInside = place[name] >= 0 && place[name] < bounds.ring.length
    if (isInside && place[name] % LOG_SECTOR_SIZE === 0) continue
    report(
      `${path}.${name}`,
      `This must be a multiple of 4 KiB inside the log of ${formatBytes(bounds.ring.length)}.`,
    )
  }
  if (place.sequenceNumber > MAX_SEQUENCE_NUMBER) {
    report(`${path}.sequenceNumber`, 'The sequence number is above 2^64 - 1.')
  }
}

function checkBat(
  descriptors: readonly RecipeDescriptor[],
  { bounds, path, report }: Context,
): void {
  for (const [index, descriptor] of descriptors.entries()) {
    if (descriptor.kind !== 'bat') continue
    const at = `${path}.descriptors[${index}].entries`
    checkBatIndices(descriptor.entries, bounds.batEntries, at, report)
  }
}

/** Why an entry with this load cannot be made `length` bytes long. */
function lengthFault(
  entry: RecipeEntry,
  load: Load,
  length: number,
  { ring, spend }: LogBounds,
): string | undefined {
  const loaded = lengthOf(load)
  if (loaded > ring.length) return 'The entry is longer than the log.'
  if (hasFault(entry, 'full-ring')) {
    const last = entry.descriptors?.at(-1)
    if (last === undefined || last.kind === 'zero') {
      return 'To fill the ring, the entry needs a data or BAT descriptor at its end that it can repeat.'
    }
    if (loaded > length) return 'The entry is longer than the room up to its tail.'
  }
  if (hasFault(entry, 'wrap') && length === LOG_SECTOR_SIZE) {
    return 'An entry of a single sector cannot wrap.'
  }
  return spend(length + load.descriptors * DESCRIPTOR_COST)
    ? undefined
    : 'From here on the recipe has more content than can be made.'
}
