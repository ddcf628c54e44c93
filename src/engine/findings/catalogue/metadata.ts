/** Metadata table and items, §2.6; and the BAT they ask for, §2.5. */
import type { Rule } from '../rule.ts'

export const metadataRules = {
  'metadata.signature': {
    section: '2.6.1.1',
    level: 'MUST',
    title: 'Metadata table has no “metadata” signature',
    message: 'The metadata table begins with “{found}” instead of “metadata”.',
  },
  'metadata.unreadable': {
    section: '2.6',
    level: 'MUST',
    title: 'The metadata table is not in the file',
    message:
      'The metadata table at {offset:hex} needs {needed:bytes}, which the file or the region does not have.',
  },
  'metadata.count': {
    section: '2.6.1.1',
    level: 'MUST',
    title: 'Too many metadata items',
    message: 'The metadata table has EntryCount {count}; at most 2,047 are allowed.',
  },
  'metadata.duplicate-item': {
    section: '2.6.1.2',
    level: 'MUST',
    title: 'A metadata item is listed twice',
    message: 'Entries {first} and {second} both name the item {item}.',
  },
  'metadata.item-outside-region': {
    section: '2.6.1.2',
    level: 'MUST',
    title: 'A metadata item lies outside the region',
    message:
      'The item {item} has offset {offset} and length {length}; it must lie inside the region and be at most 1 MiB.',
  },
  'metadata.item-in-table': {
    section: '2.6.1.2',
    level: 'MUST',
    title: 'A metadata item lies in the table',
    message: 'The item {item} has offset {offset}; items begin at 64 KiB.',
  },
  'metadata.item-overlap': {
    section: '2.6.1.2',
    level: 'MUST',
    title: 'Metadata items overlap',
    message: 'The items {first} and {second} overlap.',
  },
  'metadata.unknown-required': {
    section: '2.6.1.2',
    level: 'MUST',
    title: 'An unknown metadata item is required',
    message: 'The item {item} is marked as required, but MS-VHDX does not define it.',
  },
  'metadata.missing-item': {
    section: '2.6.2',
    level: 'MUST',
    title: 'A required metadata item is missing',
    message: 'There is no usable item {item}.',
  },
  'metadata.flags': {
    section: '2.6.2',
    level: 'MUST',
    title: 'A metadata item has wrong flags',
    message:
      'The item {item} has IsUser {isUser}, IsVirtualDisk {isVirtualDisk}, IsRequired {isRequired}; MS-VHDX says {expected}.',
  },
  'metadata.incomplete-file': {
    section: '2.6',
    level: 'note',
    title: 'The file was never finished',
    message: 'The item {item} says that the program which made the file was interrupted.',
  },
  'metadata.block-size': {
    section: '2.6.2.1',
    level: 'MUST',
    title: 'Impossible block size',
    message: 'BlockSize is {blockSize}; it must be a power of two from 1 MiB to 256 MiB.',
  },
  'metadata.virtual-disk-size': {
    section: '2.6.2.2',
    level: 'MUST',
    title: 'Impossible disk size',
    message:
      'VirtualDiskSize is {size}; it must be a positive multiple of the sector size, at most 64 TiB.',
  },
  'metadata.logical-sector-size': {
    section: '2.6.2.4',
    level: 'MUST',
    title: 'Impossible logical sector size',
    message: 'LogicalSectorSize is {size}; it must be 512 or 4096.',
  },
  'metadata.physical-sector-size': {
    section: '2.6.2.5',
    level: 'MUST',
    title: 'Impossible physical sector size',
    message: 'PhysicalSectorSize is {size}; it must be 512 or 4096.',
  },
  'metadata.too-many-user-items': {
    section: '2.6.1.2',
    level: 'MUST',
    title: 'Too many user metadata items',
    message: '{count} items are marked as user metadata; at most 1,024 are allowed.',
  },
  'metadata.fixed-but-unallocated': {
    section: '2.6.2.1',
    level: 'MUST',
    title: 'A fixed disk has blocks without a place',
    message:
      'LeaveBlockAllocated is set, but {blocks|block is|blocks are} NOT_PRESENT, UNDEFINED or UNMAPPED.',
  },
  'metadata.reserved-nonzero': {
    section: '2.6.1',
    level: 'MUST',
    title: 'Reserved fields of the metadata are not zero',
    message: '{field} is not zero.',
  },
  'bat.region-too-small': {
    section: '2.5',
    level: 'MUST',
    title: 'The BAT region is too small for the disk',
    message: 'The disk needs {needed} BAT entries, but the region holds {held}.',
  },
} as const satisfies Record<string, Rule>
