/** Log entries, §2.3.1: entry header, descriptors, data sectors, and how an update becomes a data sector. */
import { bytes, guidField, type Of, struct, text, u32, u64 } from '../bytes/struct.ts'
import { DESCRIPTOR_SIZE, ENTRY_HEADER_SIZE, LOG_SECTOR_SIZE } from './layout.ts'

export const ENTRY_SIGNATURE = 'loge'
export const ZERO_SIGNATURE = 'zero'
/** Of a data descriptor; §2.3.1.3 calls the field DataSignature, as it does for the data sector. */
export const DATA_DESCRIPTOR_SIGNATURE = 'desc'
export const DATA_SECTOR_SIGNATURE = 'data'

export const logEntryHeader = struct(
  { name: 'Entry Header', section: '2.3.1.1', size: ENTRY_HEADER_SIZE },
  {
    signature: text(0, 4),
    checksum: u32(4),
    entryLength: u32(8),
    tail: u32(12),
    sequenceNumber: u64(16),
    descriptorCount: u32(24),
    reserved: u32(28),
    logGuid: guidField(32),
    flushedFileOffset: u64(48),
    lastFileOffset: u64(56),
  },
  {
    signature: 'Must be “loge”.',
    checksum: 'CRC-32C of the whole entry with this field taken as zero.',
    entryLength: 'Size of the entry in bytes, a multiple of 4 KiB.',
    tail: 'Position in the log of the oldest entry still needed when this one was written.',
    sequenceNumber: 'One more than that of the entry before; greater than zero.',
    descriptorCount: 'How many descriptors the entry has; may be 0.',
    reserved: 'Must be zero.',
    logGuid: 'The header’s LogGuid when the entry was written.',
    flushedFileOffset: 'A size that the file certainly had; a shorter file has been truncated.',
    lastFileOffset: 'A size that all structures fit into; the file is extended to it after replay.',
  },
)
export type LogEntryHeader = Of<typeof logEntryHeader>

export const zeroDescriptor = struct(
  { name: 'Zero Descriptor', section: '2.3.1.2', size: DESCRIPTOR_SIZE },
  {
    signature: text(0, 4),
    reserved: u32(4),
    zeroLength: u64(8),
    fileOffset: u64(16),
    sequenceNumber: u64(24),
  },
  {
    signature: 'Must be “zero”.',
    reserved: 'Must be zero.',
    zeroLength: 'How many bytes become zero, a multiple of 4 KiB.',
    fileOffset: 'Where they lie in the file, a multiple of 4 KiB.',
    sequenceNumber: 'Must equal that of the entry header.',
  },
)
export type ZeroDescriptor = Of<typeof zeroDescriptor>

export const dataDescriptor = struct(
  { name: 'Data Descriptor', section: '2.3.1.3', size: DESCRIPTOR_SIZE },
  {
    signature: text(0, 4),
    trailingBytes: u32(4),
    leadingBytes: u64(8),
    fileOffset: u64(16),
    sequenceNumber: u64(24),
  },
  {
    signature: 'Must be “desc”.',
    trailingBytes: 'The last four bytes of the sector, which the data sector has no room for.',
    leadingBytes: 'The first eight bytes of the sector, which the data sector has no room for.',
    fileOffset: 'Where the 4 KiB sector is to be written, a multiple of 4 KiB.',
    sequenceNumber: 'Must equal that of the entry header.',
  },
)
export type DataDescriptor = Of<typeof dataDescriptor>

export const dataSector = struct(
  { name: 'Data Sector', section: '2.3.1.4', size: LOG_SECTOR_SIZE },
  { signature: text(0, 4), sequenceHigh: u32(4), data: bytes(8, 4084), sequenceLow: u32(4092) },
  {
    signature: 'Must be “data”.',
    sequenceHigh: 'Upper half of the entry’s sequence number.',
    data: 'Bytes 8 to 4091 of the sector to write.',
    sequenceLow: 'Lower half of the entry’s sequence number.',
  },
)
export type DataSector = Of<typeof dataSector>

/** Sectors that `count` descriptors need: 126 fit behind the header, 128 in each further sector. Exact for any u32. */
export const descriptorSectors = (count: number): number =>
  Math.max(1, Math.ceil((ENTRY_HEADER_SIZE + count * DESCRIPTOR_SIZE) / LOG_SECTOR_SIZE))

/** Bytes from the start of an entry to its descriptor `index`. The header takes the place of two. */
export const descriptorOffset = (index: number): number =>
  ENTRY_HEADER_SIZE + index * DESCRIPTOR_SIZE

/** What a data sector cannot hold and its descriptor does. */
export interface SectorEdges {
  readonly leadingBytes: bigint
  readonly trailingBytes: number
}

/** Puts the 12 bytes of the descriptor back in place (§2.3.1.3). `sector` is 4 KiB and is changed. */
export function restoreSector(sector: Uint8Array, edges: SectorEdges): Uint8Array {
  const view = new DataView(sector.buffer, sector.byteOffset, LOG_SECTOR_SIZE)
  view.setBigUint64(0, edges.leadingBytes, true)
  view.setUint32(LOG_SECTOR_SIZE - 4, edges.trailingBytes, true)
  return sector
}

/** Splits a 4 KiB update into the 12 bytes for its descriptor and the data sector (§2.3.1.4). */
export function splitSector(
  update: Uint8Array,
  sequenceNumber: bigint,
): { readonly edges: SectorEdges; readonly sector: Uint8Array } {
  const view = new DataView(update.buffer, update.byteOffset, LOG_SECTOR_SIZE)
  return {
    edges: {
      leadingBytes: view.getBigUint64(0, true),
      trailingBytes: view.getUint32(LOG_SECTOR_SIZE - 4, true),
    },
    sector: dataSector.encode({
      signature: DATA_SECTOR_SIGNATURE,
      sequenceHigh: Number(sequenceNumber >> 32n),
      data: update.subarray(8, LOG_SECTOR_SIZE - 4),
      sequenceLow: Number(sequenceNumber & 0xffff_ffffn),
    }),
  }
}
