/** A log entry as bytes, §2.3.1: header, descriptors, data sectors, checksum. */
import type { Guid } from '../bytes/guid.ts'
import { sealChecksum } from '../format/checksum.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import {
  DATA_DESCRIPTOR_SIGNATURE,
  dataDescriptor,
  descriptorOffset,
  descriptorSectors,
  ENTRY_SIGNATURE,
  logEntryHeader,
  splitSector,
  ZERO_SIGNATURE,
  zeroDescriptor,
} from '../format/log-entry.ts'

/** One write of an entry. `fileOffset` and `length` are multiples of 4 KiB in a valid entry. */
export type EntryUpdate =
  /** `bytes` is one sector of 4 KiB. */
  | { readonly kind: 'data'; readonly fileOffset: bigint; readonly bytes: Uint8Array }
  | { readonly kind: 'zero'; readonly fileOffset: bigint; readonly length: bigint }

/** What an entry says. The fields are those of §2.3.1.1; nothing is checked, so that tests can lie. */
export interface EntryContents {
  readonly sequenceNumber: bigint
  /** Position in the log of the oldest entry of the sequence, in bytes. */
  readonly tail: number
  readonly logGuid: Guid
  readonly flushedFileOffset: bigint
  readonly lastFileOffset: bigint
  readonly updates: readonly EntryUpdate[]
}

/** Bytes that an entry with these updates takes in the log, a multiple of 4 KiB. */
export function entryLength(updates: readonly EntryUpdate[]): number {
  const dataSectors = updates.filter(({ kind }) => kind === 'data').length
  return (descriptorSectors(updates.length) + dataSectors) * LOG_SECTOR_SIZE
}

/** The entry as it is to be written to the log, where it may wrap around the end. */
export function encodeEntry(contents: EntryContents): Uint8Array {
  const { updates, sequenceNumber, tail, logGuid, flushedFileOffset, lastFileOffset } = contents
  const entry = new Uint8Array(entryLength(updates))
  entry.set(
    logEntryHeader.encode({
      signature: ENTRY_SIGNATURE,
      entryLength: entry.length,
      tail,
      sequenceNumber,
      descriptorCount: updates.length,
      logGuid,
      flushedFileOffset,
      lastFileOffset,
    }),
  )
  let sectorAt = descriptorSectors(updates.length) * LOG_SECTOR_SIZE
  for (const [index, update] of updates.entries()) {
    const { fileOffset } = update
    const at = descriptorOffset(index)
    if (update.kind === 'zero') {
      const zeroLength = update.length
      const values = { signature: ZERO_SIGNATURE, zeroLength, fileOffset, sequenceNumber }
      entry.set(zeroDescriptor.encode(values), at)
    } else {
      const { edges, sector } = splitSector(update.bytes, sequenceNumber)
      const values = { signature: DATA_DESCRIPTOR_SIGNATURE, ...edges, fileOffset, sequenceNumber }
      entry.set(dataDescriptor.encode(values), at)
      entry.set(sector, sectorAt)
      sectorAt += LOG_SECTOR_SIZE
    }
  }
  return sealChecksum(entry)
}
