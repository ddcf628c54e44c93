/** The file of a patch, versions 1 and 2 (docs/patch-format.md). All numbers are little-endian. */
import { bytes, guidField, struct, text, u32, u64 } from '../bytes/struct.ts'
import { HEADER_SIZE } from '../format/layout.ts'
import { MAX_PATCH_DATA, PATCH_BLOCK, type Patch } from './patch.ts'

export const PATCH_SIGNATURE = 'vhdp'

/**
 * At the start. Both headers follow as they were, in version 2 as they become, too; then the runs, then the bytes
 * that runs store.
 */
export const patchHeader = struct(
  { name: 'Patch Header', section: '', size: 64 },
  {
    signature: text(0, 4),
    checksum: u32(4),
    version: u32(8),
    runCount: u32(12),
    sizeBefore: u64(16),
    sizeAfter: u64(24),
    dataLength: u64(32),
    fileWriteGuid: guidField(40),
    reserved: bytes(56, 8),
  },
  {
    signature: 'Must be “vhdp”.',
    checksum: 'CRC-32C of the whole file with this field taken as zero.',
    version: '1: of a replay. 2: of any other change.',
    runCount: 'How many runs there are.',
    sizeBefore: 'Of the image before, in bytes.',
    sizeAfter: 'Of the image behind it, in bytes.',
    dataLength: 'Bytes behind the runs.',
    fileWriteGuid:
      'That which the replay writes into both headers; in version 2 the name of the patch.',
    reserved: 'Must be 0.',
  },
)

/** What a run holds of a state: nothing, zeros, or bytes in the patch. */
export const ABSENT = 0
export const ZEROS = 1
export const STORED = 2

/** Bytes that lie side by side in the image. Stored bytes: the old ones, then the new ones. */
export const patchRun = struct(
  { name: 'Patch Run', section: '', size: 24 },
  { offset: u64(0), length: u64(8), before: u32(16), after: u32(20) },
  {
    offset: 'Place in the image.',
    length: 'In bytes.',
    before: 'What was there: 0 nothing, behind the end; 1 zeros; 2 bytes in the patch.',
    after: 'What is there behind it: 1 zeros; 2 bytes in the patch.',
  },
)

export const HEADERS_AT = patchHeader.size
/** In version 2. */
export const CLOSED_AT = HEADERS_AT + 2 * HEADER_SIZE

export const runsAt = (version: Patch['version']): number =>
  HEADERS_AT + (version === 1 ? 2 : 4) * HEADER_SIZE

/** Each run holds at least one byte, and all but those at the old end of the file at least a block. */
const MAX_RUNS = MAX_PATCH_DATA / PATCH_BLOCK + 2
/** No patch is longer, in bytes. */
export const MAX_PATCH_SIZE = runsAt(2) + MAX_RUNS * patchRun.size + MAX_PATCH_DATA
