/** The log of an image: entries placed in the ring, whole or damaged, §2.3. */
import { type Guid, guid, NIL_GUID } from '../bytes/guid.ts'
import { sealChecksum } from '../format/checksum.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { logEntryHeader } from '../format/log-entry.ts'
import { type EntryUpdate, encodeEntry } from '../log/encode-entry.ts'
import type { LogRegion } from '../log/log.ts'
import { advance, placeOf } from '../log/ring.ts'
import type { Arrangement } from './arrange.ts'
import { changeBat } from './compose-bat.ts'
import type {
  BatChanges,
  EntryDescription,
  LogDescription,
  UpdateDescription,
} from './description.ts'
import type { SparseFile } from './sparse-file.ts'

export const LOG_GUID: Guid = guid('4e1b7c90-2d5f-4683-b0a7-c8d9e0f1a2b3')
/** Of an earlier session, for entries that are history. */
export const STALE_LOG_GUID: Guid = guid('0f9e8d7c-6b5a-4c3d-9e2f-1a0b9c8d7e6f')

/** What the headers say. */
export const logGuidOf = (log: LogDescription = {}): Guid =>
  log.guid ?? (log.entries?.length ? LOG_GUID : NIL_GUID)

/** Writes the entries. The BAT has to be in the file already, and the file to have its size. */
export function composeLog(file: SparseFile, place: Arrangement, log: LogDescription = {}): void {
  const firstPosition = new Map<Guid, number>()
  const batsBySession = new Map<Guid, Map<number, Uint8Array>>()
  const fileSize = file.size
  let position = 0
  let sequenceNumber = 0n
  for (const entry of log.entries ?? []) {
    const logGuid = entry.logGuid ?? logGuidOf(log)
    position = entry.position ?? position
    sequenceNumber = entry.sequenceNumber ?? sequenceNumber + 1n
    if (!firstPosition.has(logGuid)) firstPosition.set(logGuid, position)
    const batSectors = batsBySession.get(logGuid) ?? new Map<number, Uint8Array>()
    batsBySession.set(logGuid, batSectors)
    const bytes = encodeEntry({
      sequenceNumber,
      tail: entry.tail ?? firstPosition.get(logGuid) ?? position,
      logGuid,
      flushedFileOffset: entry.flushedFileOffset ?? BigInt(Math.floor(fileSize / MIB) * MIB),
      lastFileOffset: entry.lastFileOffset ?? BigInt(fileSize),
      updates: (entry.updates ?? []).flatMap((update) => expand(update, file, place, batSectors)),
    })
    damage(bytes, entry)
    putInRing(file, place.log, position, bytes, entry.lostSectors ?? [])
    position = advance(place.log, position, bytes.length)
  }
}

function expand(
  update: UpdateDescription,
  file: SparseFile,
  { bat }: Arrangement,
  batSectors: Map<number, Uint8Array>,
): EntryUpdate[] {
  if (update.kind !== 'bat') return [update]
  return sectorsOf(update.changes).map((sector) => {
    const offset = bat.offset + sector * LOG_SECTOR_SIZE
    const bytes = (batSectors.get(sector) ?? file.take(offset, LOG_SECTOR_SIZE)).slice()
    changeBat(bytes, sector * ENTRIES_PER_SECTOR, update.changes)
    batSectors.set(sector, bytes)
    return { kind: 'data', fileOffset: BigInt(offset), bytes }
  })
}

const ENTRIES_PER_SECTOR = LOG_SECTOR_SIZE / BAT_ENTRY_SIZE

const sectorsOf = (changes: BatChanges): number[] => [
  ...new Set(Object.keys(changes).map((index) => Math.floor(Number(index) / ENTRIES_PER_SECTOR))),
]

function damage(bytes: Uint8Array, { header, patches = [], flips = [] }: EntryDescription): void {
  if (header) bytes.set(logEntryHeader.encode({ ...logEntryHeader.decode(bytes), ...header }))
  for (const patch of patches) bytes.set(patch.bytes, patch.at)
  if (header?.checksum === undefined) sealChecksum(bytes)
  for (const at of flips) bytes[at] = ~(bytes[at] ?? 0)
}

function putInRing(
  file: SparseFile,
  ring: LogRegion,
  position: number,
  bytes: Uint8Array,
  lost: readonly number[],
): void {
  for (let at = 0; at < bytes.length; at += LOG_SECTOR_SIZE) {
    if (lost.includes(at / LOG_SECTOR_SIZE)) continue
    const target = placeOf(ring, advance(ring, position, at))
    file.put(target, bytes.subarray(at, at + LOG_SECTOR_SIZE))
  }
}
