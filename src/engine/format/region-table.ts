/** Region table, §2.2.3: a header and up to 2,047 entries in 64 KiB. Two copies. */
import { guid } from '../bytes/guid.ts'
import { guidField, type Of, struct, text, u32, u64 } from '../bytes/struct.ts'

export const REGION_TABLE_SIGNATURE = 'regi'

export const regionTableHeader = struct(
  { name: 'Region Table Header', section: '2.2.3.1', size: 16 },
  { signature: text(0, 4), checksum: u32(4), entryCount: u32(8), reserved: u32(12) },
  {
    signature: 'Must be “regi”.',
    checksum: 'CRC-32C of the 64 KiB table with this field taken as zero.',
    entryCount: 'How many entries follow; at most 2,047.',
    reserved: 'Must be zero and is ignored.',
  },
)
export type RegionTableHeader = Of<typeof regionTableHeader>

export const regionTableEntry = struct(
  { name: 'Region Table Entry', section: '2.2.3.2', size: 32 },
  { guid: guidField(0), fileOffset: u64(16), length: u32(24), required: u32(28) },
  {
    guid: 'What the region is; unique in the table.',
    fileOffset: 'Place in the file: a multiple of 1 MiB, at least 1 MiB.',
    length: 'Size in bytes, a multiple of 1 MiB.',
    required: '1: a reader that does not know the region must refuse the file.',
  },
)
export type RegionTableEntry = Of<typeof regionTableEntry>

/** §2.2.3.2, Known Regions. */
export const BAT_REGION = guid('2dc27766-f623-4200-9d64-115e9bfd4a08')
export const METADATA_REGION = guid('8b7ca206-4790-4b9a-b8fe-575f050f886e')
