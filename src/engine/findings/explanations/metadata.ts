/** About the metadata, and the BAT that they ask for. */
import type { metadataRules } from '../catalogue/metadata.ts'
import type { Explanation } from './explanation.ts'

export const metadataExplanations = {
  'metadata.signature': {
    rule: 'The metadata region begins with the letters “metadata”.',
    meaning:
      'The region was overwritten, or the region table leads to the wrong place. Sizes of disk and blocks are not known, so that the file is refused.',
    advice:
      'Look at the place in question: zeros mean that it was never written or was wiped, anything else whose data these are.',
  },
  'metadata.unreadable': {
    rule: 'The table of the metadata takes 64 KiB, which must lie in the region and in the file.',
    meaning: 'The file ends before, or the region is too short. Nothing of the disk can be read.',
    advice: 'Look for a complete copy of the file.',
  },
  'metadata.count': {
    rule: 'The metadata table has at most 2,047 entries.',
    meaning: 'The count is impossible: the table is damaged.',
    advice:
      'Look at the table’s bytes; an image of the same size by the same program shows what should stand there.',
  },
  'metadata.duplicate-item': {
    rule: 'An item is listed once.',
    meaning:
      'Two values are given for one thing. The first is used here, and another program may use the second.',
    advice: 'Compare the two items; if they are equal, it does not matter.',
  },
  'metadata.item-outside-region': {
    rule: 'An item lies inside of the metadata region and takes at most 1 MiB.',
    meaning:
      'This item cannot be read. If it is one that every disk needs, another finding says that it is missing.',
    advice:
      'Check offset and length in the table entry: a single wrong byte is often plain to see.',
  },
  'metadata.item-in-table': {
    rule: 'The first 64 KiB of the region belong to the table; items come behind.',
    meaning: 'Item and table overwrite each other as soon as either is changed.',
    advice: 'Read the image as it is and copy the disk to a new one.',
  },
  'metadata.item-overlap': {
    rule: 'Items do not share bytes.',
    meaning: 'One of the two values is wrong, since the other lies over it.',
    advice: 'Check which of the values makes sense before you trust sizes.',
  },
  'metadata.unknown-required': {
    rule: 'An item that is marked as required must be understood by whoever opens the file. This one is not part of MS-VHDX.',
    meaning:
      'Something about the disk would not be taken into account, and the format forbids to go on.',
    advice: 'Use the program that wrote it, or search for the item’s GUID.',
  },
  'metadata.missing-item': {
    rule: 'File parameters, size, identity and sector sizes are items that every disk has.',
    meaning:
      'Without one of them the disk has no defined size, blocks or sectors, so that it cannot be read.',
    advice:
      'If you know the value, for example from the machine’s configuration, it can be put back in a copy.',
  },
  'metadata.flags': {
    rule: 'Each known item has fixed flags: whether it is the user’s, whether it is about the disk, whether it is required.',
    meaning:
      'The value itself is read as usual. Programs that are strict about flags may refuse the file.',
    advice: 'Nothing, as long as the programs that you need open it.',
  },
  'metadata.incomplete-file': {
    rule: 'OpenVMM puts this item into a file while it is being made and removes it at the end.',
    meaning:
      'The program was stopped before that. The disk may lack anything that was not written yet.',
    advice: 'Make the image again; do not rely on this one.',
  },
  'metadata.block-size': {
    rule: 'Blocks have 1, 2, 4, … up to 256 MiB.',
    meaning: 'With another size no block can be found, and the file is refused.',
    advice: 'The distance between neighbouring places in the BAT shows the true size.',
  },
  'metadata.virtual-disk-size': {
    rule: 'A disk has from one sector to 64 TiB, in whole sectors.',
    meaning: 'The size of the disk is not known, and the BAT cannot be laid out.',
    advice: 'The partition table on the disk, or the machine that used it, may tell the size.',
  },
  'metadata.logical-sector-size': {
    rule: 'The logical sector size is 512 or 4096 bytes.',
    meaning: 'The order of BAT entries depends on it, so that the disk cannot be read without.',
    advice: 'For almost all disks 512 is right; try that in a copy.',
  },
  'metadata.physical-sector-size': {
    rule: 'The physical sector size is 512 or 4096 bytes.',
    meaning:
      'No place on the disk depends on it, but the format asks for it, and the file is refused.',
    advice: 'In a copy, 4096 is a safe value.',
  },
  'metadata.too-many-user-items': {
    rule: 'At most 1,024 items may be marked as the user’s.',
    meaning: 'The disk is not affected, but strict programs refuse the file.',
    advice: 'See which program adds an item with every use, and remove what it does not need.',
  },
  'metadata.fixed-but-unallocated': {
    rule: 'LeaveBlockAllocated makes a disk a fixed one: all of its blocks have a place in the file and keep it.',
    meaning:
      'Some blocks have none. They read as zeros, and a write has to make room first, which nobody expects of a fixed disk: it may fail when the storage is full.',
    advice:
      'If the machine depends on the space, copy the disk into a new fixed image. To read the disk nothing is needed.',
  },
  'metadata.reserved-nonzero': {
    rule: 'Reserved fields of the metadata must be zero.',
    meaning: 'They are ignored. A later version of the format might give them a meaning.',
    advice: 'Nothing, but it may tell of the writer.',
  },
  'bat.region-too-small': {
    rule: 'The BAT must have an entry for each block of the disk, and its region must hold them all.',
    meaning:
      'The end of the disk has no entries, so that the disk cannot be read as a whole. The size was changed without the BAT, or is damaged.',
    advice:
      'Find out which size is true: that in the metadata or that for which the table has room.',
  },
} as const satisfies Record<keyof typeof metadataRules, Explanation>
