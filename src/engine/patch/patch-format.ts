/** The file of a patch, version 1 (docs/patch-format.md). All numbers are little-endian. */
import { bytes, guidField, struct, text, u32, u64 } from '../bytes/struct.ts'
import { HEADER_SIZE } from '../format/layout.ts'
import { MAX_PATCH_DATA, PATCH_BLOCK } from './patch.ts'

export const PATCH_SIGNATURE = 'vhdp'
export const PATCH_VERSION = 1

/** At the start. Both headers follow as they were, then the runs, then the bytes that runs store. */
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
    version: 'Must be 1.',
    runCount: 'How many runs there are.',
    sizeBefore: 'Of the image before the replay, in bytes.',
    sizeAfter: 'Of the image behind the replay, in bytes.',
    dataLength: 'Bytes behind the runs.',
    fileWriteGuid: 'That which the replay writes into both headers.',
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
    after: 'What is there behind the replay: 1 zeros; 2 bytes in the patch.',
  },
)

export const HEADERS_AT = patchHeader.size
export const RUNS_AT = HEADERS_AT + 2 * HEADER_SIZE

/** Each run holds at least one byte, and all but two of them at least a block. */
const MAX_RUNS = MAX_PATCH_DATA / PATCH_BLOCK + 2
/** No patch is longer, in bytes. */
export const MAX_PATCH_SIZE = RUNS_AT + MAX_RUNS * patchRun.size + MAX_PATCH_DATA
