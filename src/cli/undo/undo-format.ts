/** The undo file, version 1: what a replay in place writes over, and how to know its image again. */
import { bytes, guidField, type Of, struct, text, u32, u64 } from '../../engine/bytes/struct.ts'
import { HEADER_SIZE } from '../../engine/format/layout.ts'

export const UNDO_SIGNATURE = 'undo'
export const UNDO_VERSION = 1
export const DIGEST_SIZE = 32

/**
 * At the start of the file. Both headers of the image follow at `UNDO_HEADERS_OFFSET`, then the old bytes,
 * then the runs that say where they belong. The checksum is CRC-32C, as that of a VHDX header; digests
 * are SHA-256.
 */
export const undoHeader = struct(
  { name: 'Undo Header', section: '', size: 256 },
  {
    signature: text(0, 4),
    checksum: u32(4),
    version: u32(8),
    runCount: u32(12),
    sizeBefore: u64(16),
    sizeAfter: u64(24),
    logOffset: u64(32),
    logLength: u64(40),
    dataLength: u64(48),
    currentCopy: u32(56),
    logGuid: guidField(64),
    fileWriteGuidBefore: guidField(80),
    fileWriteGuid: guidField(96),
    logDigest: bytes(112, DIGEST_SIZE),
    resultDigest: bytes(144, DIGEST_SIZE),
    bodyDigest: bytes(176, DIGEST_SIZE),
  },
  {
    signature: 'Must be “undo”.',
    checksum: 'CRC-32C of the structure with this field taken as zero.',
    version: 'Must be 1.',
    runCount: 'How many runs there are.',
    sizeBefore: 'Of the image before the replay, in bytes.',
    sizeAfter: 'Of the image behind the replay, in bytes.',
    logOffset: 'Place of the log in the image.',
    logLength: 'Size of the log in bytes.',
    dataLength: 'Bytes between the headers and the runs.',
    currentCopy: 'Which header was current before: 1 or 2.',
    logGuid: 'Of the log that is replayed.',
    fileWriteGuidBefore: 'That of the image before the replay.',
    fileWriteGuid: 'That which the replay writes.',
    logDigest: 'Of the log: a replay does not change it.',
    resultDigest: 'Of what the runs hold behind the replay.',
    bodyDigest: 'Of all that follows this structure’s 4 KiB.',
  },
)
export type UndoHeader = Of<typeof undoHeader>

/** Old bytes that lie side by side in the image. */
export const undoRun = struct(
  { name: 'Undo Run', section: '', size: 24 },
  { offset: u64(0), length: u64(8), isStored: u32(16) },
  {
    offset: 'Place in the image.',
    length: 'In bytes.',
    isStored:
      '1 where the bytes are in the undo file, behind those of the run before; 0 for zeros.',
  },
)

/** Somebody has to hold them all. Millions are of a log that clears a file of alternating blocks. */
export const MAX_UNDO_RUNS = 2 ** 20

export const UNDO_HEADERS_OFFSET = 4096
export const UNDO_DATA_OFFSET = UNDO_HEADERS_OFFSET + 2 * HEADER_SIZE
