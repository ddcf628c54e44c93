/** Fixed places, alignments and limits of the format, each with its section. */

export const KIB = 1024
export const MIB = 1024 * KIB
export const GIB = 1024 * MIB
export const TIB = 1024 * GIB

/** §2.2: the header section is the first MiB of the file. */
export const HEADER_SECTION_SIZE = MIB
/** §2.2: file identifier, headers and region tables lie 64 KiB apart. */
export const FILE_IDENTIFIER_OFFSET = 0
export const HEADER_OFFSETS = [64 * KIB, 128 * KIB] as const
export const REGION_TABLE_OFFSETS = [192 * KIB, 256 * KIB] as const
/** §2.2.2. */
export const HEADER_SIZE = 4 * KIB
/** §2.2.3: the checksum covers all of it. */
export const REGION_TABLE_SIZE = 64 * KIB
/** §2.2.3.1, §2.6.1.1: the most entries a region table or a metadata table may have. */
export const MAX_TABLE_ENTRIES = 2047

/** §2.2.2, §2.2.3.2, §2.5.1: log, regions and blocks start at multiples of this. */
export const STRUCTURE_ALIGNMENT = MIB

/** §2.3.1: everything in the log is made of sectors of this size. */
export const LOG_SECTOR_SIZE = 4 * KIB
/** §2.3.1: a descriptor sector holds 128 descriptors, the first one 126 behind the entry header. */
export const DESCRIPTOR_SIZE = 32
export const ENTRY_HEADER_SIZE = 64
/**
 * Below this a log entry may not write (§2.3: the log is not used for the headers; the file
 * identifier never changes, §2.2.1). The region tables above it are updated through the log.
 */
export const FIRST_LOGGABLE_OFFSET = 192 * KIB

/** §2.6.1: the metadata table; items lie behind it. */
export const METADATA_TABLE_SIZE = 64 * KIB
/** §2.6.1.2. */
export const MAX_METADATA_ITEM_LENGTH = MIB
export const MAX_USER_METADATA_ITEMS = 1024

/** §2.6.2.1. */
export const MIN_BLOCK_SIZE = MIB
export const MAX_BLOCK_SIZE = 256 * MIB
/** §2.6.2.2. */
export const MAX_VIRTUAL_DISK_SIZE = 64 * TIB
/** Of a file that we make, by whatever description: twice the largest disk. */
export const MAX_FILE_SIZE = 2 * MAX_VIRTUAL_DISK_SIZE
/** §2.4: bits in a sector bitmap block of 1 MiB, one per logical sector. */
export const SECTORS_PER_BITMAP_BLOCK = 2 ** 23
export const SECTOR_BITMAP_BLOCK_SIZE = MIB
/** §2.5.1. */
export const BAT_ENTRY_SIZE = 8

/** §2.2.2 and §2.3.1.1: of a header, and of a log entry. */
export const MAX_SEQUENCE_NUMBER = 2n ** 64n - 1n
