/** A small log from a few entries, for tests of what reads logs. */
import { type Guid, guid } from '../engine/bytes/guid.ts'
import { MemoryFile } from '../engine/bytes/memory-file.ts'
import { sealChecksum } from '../engine/format/checksum.ts'
import { KIB, LOG_SECTOR_SIZE } from '../engine/format/layout.ts'
import { type LogEntryHeader, logEntryHeader } from '../engine/format/log-entry.ts'
import { type EntryUpdate, encodeEntry } from '../engine/log/encode-entry.ts'
import type { LogRegion } from '../engine/log/log.ts'

export const SMALL_LOG_GUID: Guid = guid('5a3c1e90-7b2d-4f68-9c04-d1e2f3a4b5c6')
export const SMALL_LOG_START = 256 * KIB

export interface SmallEntry {
  /** Sector of the ring; default directly behind the entry before. */
  readonly sector?: number
  /** Default one more than the entry before, from 1. */
  readonly sequenceNumber?: bigint
  /** Sector of the ring; default that of the entry itself. */
  readonly tail?: number
  readonly guid?: Guid
  readonly flushedFileOffset?: bigint
  readonly lastFileOffset?: bigint
  readonly updates?: readonly EntryUpdate[]
  /** What the header says instead of the truth; the checksum is made to match unless given. */
  readonly header?: Partial<LogEntryHeader>
  /** Changes bytes of the entry; the checksum is made to match afterwards. */
  readonly edit?: (view: DataView) => void
  /** The same, and the checksum is left as it was. */
  readonly damage?: (view: DataView) => void
  /** Sectors of the entry that never reached the log, from 0. */
  readonly lost?: readonly number[]
}

export interface SmallLog {
  readonly file: MemoryFile
  readonly region: LogRegion
}

/** A sector full of one byte to be written at `fileOffset`. */
export const fill = (fileOffset: bigint, byte: number): EntryUpdate => ({
  kind: 'data',
  fileOffset,
  bytes: new Uint8Array(LOG_SECTOR_SIZE).fill(byte),
})

export const clear = (fileOffset: bigint, length: bigint): EntryUpdate => ({
  kind: 'zero',
  fileOffset,
  length,
})

/** A file of `fileSize` bytes with a log of `sectors` sectors at 256 KiB, which is where it ends by default. */
export function smallLog(
  sectors: number,
  entries: readonly SmallEntry[],
  fileSize = SMALL_LOG_START + sectors * LOG_SECTOR_SIZE,
): SmallLog {
  const region = { offset: SMALL_LOG_START, length: sectors * LOG_SECTOR_SIZE }
  const content = new Uint8Array(fileSize)
  let sector = 0
  let sequenceNumber = 0n
  for (const entry of entries) {
    sector = entry.sector ?? sector
    sequenceNumber = entry.sequenceNumber ?? sequenceNumber + 1n
    const bytes = encodeSmall(entry, sector, sequenceNumber)
    for (let at = 0; at < bytes.length; at += LOG_SECTOR_SIZE) {
      const target = region.offset + sector * LOG_SECTOR_SIZE
      const isLost = entry.lost?.includes(at / LOG_SECTOR_SIZE) ?? false
      if (!isLost) content.set(bytes.subarray(at, at + LOG_SECTOR_SIZE), target)
      sector = (sector + 1) % sectors
    }
  }
  return { file: new MemoryFile(content), region }
}

function encodeSmall(entry: SmallEntry, sector: number, sequenceNumber: bigint): Uint8Array {
  const bytes = encodeEntry({
    sequenceNumber,
    tail: (entry.tail ?? sector) * LOG_SECTOR_SIZE,
    logGuid: entry.guid ?? SMALL_LOG_GUID,
    flushedFileOffset: entry.flushedFileOffset ?? 0n,
    lastFileOffset: entry.lastFileOffset ?? 0n,
    updates: entry.updates ?? [],
  })
  const view = new DataView(bytes.buffer)
  if (entry.header)
    bytes.set(logEntryHeader.encode({ ...logEntryHeader.decode(bytes), ...entry.header }))
  entry.edit?.(view)
  if (entry.header?.checksum === undefined) sealChecksum(bytes)
  entry.damage?.(view)
  return bytes
}
