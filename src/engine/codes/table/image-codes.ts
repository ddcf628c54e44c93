/** 0xC03A0001 to 0xC03A0013 of FACILITY_USERMODE_VHD (winerror.h): about one file of a disk. */
import type { ErrorCode } from '../error-code.ts'

/** The first eight are about structures that only a VHD has: a VHDX that gets one is read as a VHD, mostly by its name. */
const RENAME =
  'Open the file here to see what it is. Where it is a VHDX, give it a name that ends with .vhdx.'

export const imageCodes = [
  {
    code: 0xc03a0001,
    name: 'ERROR_VHD_DRIVE_FOOTER_MISSING',
    meaning: 'The file is taken for a VHD, and at its end there is no footer.',
    rules: ['file.signature', 'file.too-small'],
    advice: `${RENAME} Where it is a VHD, it was cut off: fetch it again.`,
  },
  {
    code: 0xc03a0002,
    name: 'ERROR_VHD_DRIVE_FOOTER_CHECKSUM_MISMATCH',
    meaning: 'The footer of a VHD does not match its checksum.',
    rules: ['file.signature'],
    advice: RENAME,
  },
  {
    code: 0xc03a0003,
    name: 'ERROR_VHD_DRIVE_FOOTER_CORRUPT',
    meaning: 'The footer of a VHD holds values that cannot be right.',
    rules: ['file.signature'],
    advice: RENAME,
  },
  {
    code: 0xc03a0004,
    name: 'ERROR_VHD_FORMAT_UNKNOWN',
    meaning: 'The file is in no format of a virtual disk that Windows knows.',
    rules: ['file.signature', 'file.identifier-damaged', 'header.none-valid'],
    advice:
      'Open the file here: it says what the file is instead, or which part of its beginning was lost.',
  },
  {
    code: 0xc03a0005,
    name: 'ERROR_VHD_FORMAT_UNSUPPORTED_VERSION',
    meaning: 'The file is of a version of its format that this Windows does not support.',
    rules: ['header.version', 'header.log-version', 'metadata.unknown-required'],
    advice:
      'Look at the header here. Where its version is right, open the disk with a newer Windows.',
  },
  {
    code: 0xc03a0006,
    name: 'ERROR_VHD_SPARSE_HEADER_CHECKSUM_MISMATCH',
    meaning: 'The header of a dynamic VHD does not match its checksum.',
    rules: ['header.checksum', 'header.none-valid'],
    advice: 'Open the file here, and look at both headers where it is a VHDX.',
  },
  {
    code: 0xc03a0007,
    name: 'ERROR_VHD_SPARSE_HEADER_UNSUPPORTED_VERSION',
    meaning: 'The header of a dynamic VHD is of a version that this Windows does not support.',
    rules: ['header.version'],
    advice: 'Open the file here, and look at both headers where it is a VHDX.',
  },
  {
    code: 0xc03a0008,
    name: 'ERROR_VHD_SPARSE_HEADER_CORRUPT',
    meaning: 'The header of a dynamic VHD holds values that cannot be right.',
    rules: ['header.signature', 'header.none-valid'],
    advice: 'Open the file here, and look at both headers where it is a VHDX.',
  },
  {
    code: 0xc03a0009,
    name: 'ERROR_VHD_BLOCK_ALLOCATION_FAILURE',
    meaning: 'A write needed a new block, and none could be added to the file.',
    rules: [],
    advice:
      'Look at the free space of the volume that the file is on, and at the largest file that its file system takes.',
  },
  {
    code: 0xc03a000a,
    name: 'ERROR_VHD_BLOCK_ALLOCATION_TABLE_CORRUPT',
    meaning: 'The table that says where the blocks of the disk are holds entries that cannot be.',
    rules: [
      'bat.block-shared',
      'bat.block-overlap',
      'bat.block-in-structure',
      'bat.block-beyond-end',
      'bat.state-reserved',
      'bat.offset-zero',
      'bat.region-too-small',
      'producer.qemu-shifted-bat',
    ],
    advice:
      'Open the image here and look at Blocks: it names each wrong entry. Let nothing write to the disk until then.',
  },
  {
    code: 0xc03a000b,
    name: 'ERROR_VHD_INVALID_BLOCK_SIZE',
    meaning: 'The block size that the file states is none that the format allows.',
    rules: ['metadata.block-size'],
    advice:
      'Open the image here and look at the metadata: the rest of the file shows which size fits.',
  },
  {
    code: 0xc03a000c,
    name: 'ERROR_VHD_BITMAP_MISMATCH',
    meaning: 'The bitmap of a block does not agree with what the block holds.',
    rules: ['bat.partial-without-bitmap', 'bat.bitmap-state', 'producer.qemu-shifted-bitmap'],
    advice: 'Open the child here with its parent, and look at its sector bitmaps.',
  },
  {
    code: 0xc03a000d,
    name: 'ERROR_VHD_PARENT_VHD_NOT_FOUND',
    meaning: 'The parent of a differencing disk is at none of the places that the child names.',
    rules: ['chain.parent-missing', 'parent.no-path', 'parent.locator-malformed'],
    advice:
      'Open the child here to see which file it wants and where. Put the parent there, or name it with “Set-VHD -Path CHILD -ParentPath PARENT”.',
  },
  {
    code: 0xc03a000e,
    name: 'ERROR_VHD_CHILD_PARENT_ID_MISMATCH',
    meaning: 'The parent has another identifier than the one that the child has written down.',
    rules: [
      'chain.wrong-parent',
      'chain.parent-changed',
      'chain.parent-written',
      'chain.other-header',
      'parent.linkage',
    ],
    advice:
      'Add the parent to the child here: it says whether this is another disk, or the right one that was written to since. Do not use “-IgnoreIdMismatch” before you know.',
  },
  {
    code: 0xc03a000f,
    name: 'ERROR_VHD_CHILD_PARENT_TIMESTAMP_MISMATCH',
    meaning:
      'The parent was changed at another time than the child has written down, by which a VHD knows its parent.',
    rules: ['chain.wrong-parent', 'chain.parent-changed'],
    advice: 'Look for the parent as it was when the child was made, in a backup if need be.',
  },
  {
    code: 0xc03a0010,
    name: 'ERROR_VHD_METADATA_READ_FAILURE',
    meaning: 'The metadata of the disk could not be read.',
    rules: [
      'metadata.signature',
      'metadata.unreadable',
      'metadata.missing-item',
      'metadata.item-outside-region',
      'region.missing-metadata',
      'region-table.none-valid',
    ],
    advice: 'Open the image here and look at Structure: it says which item is missing or damaged.',
  },
  {
    code: 0xc03a0011,
    name: 'ERROR_VHD_METADATA_WRITE_FAILURE',
    meaning: 'The metadata of the disk could not be written.',
    rules: [],
    advice: 'See whether the file is read-only, and whether its volume is full or fails.',
  },
  {
    code: 0xc03a0012,
    name: 'ERROR_VHD_INVALID_SIZE',
    meaning: 'The size of the virtual disk is none that the format allows.',
    rules: ['metadata.virtual-disk-size', 'metadata.logical-sector-size'],
    advice: 'Open the image here and look at the size of the disk in its metadata.',
  },
  {
    code: 0xc03a0013,
    name: 'ERROR_VHD_INVALID_FILE_SIZE',
    meaning: 'The file has not the size that it should have.',
    rules: ['file.too-small', 'file.size-unaligned', 'replay.truncated', 'bat.block-beyond-end'],
    advice:
      'Open the image here: where it was cut off, it says how long the file should be. Copy or download it again.',
  },
] as const satisfies readonly ErrorCode[]
