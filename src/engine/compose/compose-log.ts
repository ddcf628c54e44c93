/** The log of an image: entries placed in the ring, whole or damaged, §2.3. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { type Guid, guid, NIL_GUID } from '../bytes/guid.ts'
import { sealChecksum } from '../format/checksum.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { logEntryHeader } from '../format/log-entry.ts'
import { type EntryUpdate, encodeEntry } from '../log/encode-entry.ts'
import type { LogRegion } from '../log/log.ts'
import { advance, placeOf } from '../log/ring.ts'
import { changeBat } from './compose-bat.ts'
import type {
  BatChanges,
  EntryDescription,
  LogDescription,
  UpdateDescription,
} from './description.ts'
import { EntryPlaces } from './entry-places.ts'

export const LOG_GUID: Guid = guid('4e1b7c90-2d5f-4683-b0a7-c8d9e0f1a2b3')
/** Of an earlier session, for entries that are history. */
export const STALE_LOG_GUID: Guid = guid('0f9e8d7c-6b5a-4c3d-9e2f-1a0b9c8d7e6f')

/** What the headers say. */
export const logGuidOf = (log: LogDescription = {}): Guid =>
  log.guid ?? (log.entries?.length ? LOG_GUID : NIL_GUID)

/** The file that a log is made for. */
export interface LogGround {
  readonly log: LogRegion
  readonly bat: ByteRange
  /** In bytes, as it counts for entries that do not say it themselves. */
  readonly fileSize: number
  /** Bytes of the BAT, by their place in the file. */
  take(offset: number, length: number): Uint8Array
}

/** Bytes for the log, by their place in the file. */
export interface LogWrite {
  readonly offset: number
  readonly bytes: Uint8Array
  /** The position of the entry that they belong to. */
  readonly entry: number
}

/** What the entries put into the ring, in order. */
export function* composeLog(ground: LogGround, log: LogDescription = {}): Generator<LogWrite> {
  const { fileSize } = ground
  const places = new EntryPlaces(ground.log)
  const batsBySession = new Map<Guid, BatSectors>()
  for (const entry of log.entries ?? []) {
    const logGuid = entry.logGuid ?? logGuidOf(log)
    const place = places.next(entry, logGuid)
    const batSectors = batsBySession.get(logGuid) ?? new Map()
    batsBySession.set(logGuid, batSectors)
    const bytes = encodeEntry({
      sequenceNumber: place.sequenceNumber,
      tail: place.tail,
      logGuid,
      flushedFileOffset: entry.flushedFileOffset ?? BigInt(Math.floor(fileSize / MIB) * MIB),
      lastFileOffset: entry.lastFileOffset ?? BigInt(fileSize),
      updates: (entry.updates ?? []).flatMap((update) => expand(update, ground, batSectors)),
    })
    damage(bytes, entry)
    yield* inRing(ground.log, place.position, bytes, entry)
    places.take(place.position, bytes.length)
  }
}

/** Sectors of the BAT as the entries so far leave them, by number. */
type BatSectors = Map<number, Uint8Array>

function expand(
  update: UpdateDescription,
  { bat, take }: LogGround,
  batSectors: BatSectors,
): EntryUpdate[] {
  if (update.kind !== 'bat') return [update]
  return batSectorsOf(update.changes).map((sector) => {
    const offset = bat.offset + sector * LOG_SECTOR_SIZE
    const bytes = (batSectors.get(sector) ?? take(offset, LOG_SECTOR_SIZE)).slice()
    changeBat(bytes, sector * ENTRIES_PER_SECTOR, update.changes)
    batSectors.set(sector, bytes)
    return { kind: 'data', fileOffset: BigInt(offset), bytes }
  })
}

const ENTRIES_PER_SECTOR = LOG_SECTOR_SIZE / BAT_ENTRY_SIZE

/** Which sectors of the BAT hold the entries, in no order. */
export const batSectorsOf = (changes: BatChanges): number[] => [
  ...new Set(Object.keys(changes).map((index) => Math.floor(Number(index) / ENTRIES_PER_SECTOR))),
]

function damage(bytes: Uint8Array, { header, patches = [], flips = [] }: EntryDescription): void {
  if (header) bytes.set(logEntryHeader.encode({ ...logEntryHeader.decode(bytes), ...header }))
  for (const patch of patches) bytes.set(patch.bytes, patch.at)
  if (header?.checksum === undefined) sealChecksum(bytes)
  for (const at of flips) bytes[at] = ~(bytes[at] ?? 0)
}

function* inRing(
  ring: LogRegion,
  position: number,
  bytes: Uint8Array,
  { lostSectors = [], tornSectors = [] }: EntryDescription,
): Generator<LogWrite> {
  for (let at = 0; at < bytes.length; at += LOG_SECTOR_SIZE) {
    const sector = at / LOG_SECTOR_SIZE
    if (lostSectors.includes(sector)) continue
    const length = tornSectors.includes(sector) ? LOG_SECTOR_SIZE / 2 : LOG_SECTOR_SIZE
    const offset = placeOf(ring, advance(ring, position, at))
    yield { offset, bytes: bytes.subarray(at, at + length), entry: position }
  }
}
