/** Metadata table, §2.6.1: a 32-byte header and up to 2,047 entries in 64 KiB. */
import { bits, bytes, guidField, type Of, struct, text, u16, u32 } from '../bytes/struct.ts'

export const METADATA_SIGNATURE = 'metadata'

export const metadataTableHeader = struct(
  { name: 'Metadata Table Header', section: '2.6.1.1', size: 32 },
  { signature: text(0, 8), reserved: u16(8), entryCount: u16(10), reserved2: bytes(12, 20) },
  {
    signature: 'Must be “metadata”.',
    reserved: 'Must be zero.',
    entryCount: 'How many entries follow; at most 2,047.',
    reserved2: 'Must be zero.',
  },
)
export type MetadataTableHeader = Of<typeof metadataTableHeader>

export const metadataTableEntry = struct(
  { name: 'Metadata Table Entry', section: '2.6.1.2', size: 32 },
  {
    itemId: guidField(0),
    offset: u32(16),
    length: u32(20),
    isUser: bits(24, 0, 1),
    isVirtualDisk: bits(24, 1, 1),
    isRequired: bits(24, 2, 1),
    reserved: bits(24, 3, 29),
    reserved2: u32(28),
  },
  {
    itemId: 'What the item is; unique together with IsUser.',
    offset: 'Place of the item in the metadata region, at least 64 KiB; 0 if it is empty.',
    length: 'Size of the item in bytes, at most 1 MiB.',
    isUser: '1: user metadata, 0: system metadata.',
    isVirtualDisk: '1: belongs to the disk and follows it into children; 0: belongs to the file.',
    isRequired: '1: a reader that does not know the item must refuse the file.',
    reserved: 'Must be zero.',
    reserved2: 'Must be zero.',
  },
)
export type MetadataTableEntry = Of<typeof metadataTableEntry>
