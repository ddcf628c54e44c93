/** About the region tables. */
import type { regionRules } from '../catalogue/region.ts'
import type { Explanation } from './explanation.ts'

export const regionExplanations = {
  'region-table.signature': {
    rule: 'A region table begins with “regi”. This copy does not; the other one is there for that.',
    meaning: 'The valid copy says where BAT and metadata are. The spare is gone.',
    advice:
      'Make a backup. Few programs ever write region tables, so that the copy will not heal by itself.',
  },
  'region-table.checksum': {
    rule: 'A region table carries a CRC-32C over its 64 KiB. It does not fit this copy.',
    meaning:
      'The copy is damaged and not used. Since tables are written once, this is not from a crash but from the storage, or from an edit.',
    advice:
      'Check the storage. The bytes of the two copies can be compared on the Bytes screen, at 192 KiB and 256 KiB.',
  },
  'region-table.none-valid': {
    rule: 'One of the two region tables must be valid. Neither is.',
    meaning:
      'Nothing says where BAT and metadata lie, and without them no block can be found. The file must not be opened.',
    advice:
      'Look for a region that begins with “metadata”, at a multiple of 1 MiB, mostly at 2 or 3 MiB; the BAT is mostly its neighbour. In a copy a new table can be written.',
  },
  'region-table.copies-differ': {
    rule: 'Both tables should say the same. Both are valid, and they do not.',
    meaning:
      'The first is used here, as elsewhere. A program that uses the second reads another BAT or other metadata.',
    advice: 'Compare the places that they name: one of them holds tables that make sense.',
  },
  'region-table.count': {
    rule: 'A region table has at most 2,047 entries.',
    meaning:
      'The count cannot be right although the checksum is, so that the file is made up or its writer is faulty.',
    advice: 'Do not use the file as it is. The first two entries may still name BAT and metadata.',
  },
  'region.duplicate': {
    rule: 'Each region is listed once.',
    meaning:
      'Two places are named for one region. The first is used here; another program may use the second.',
    advice: 'Look at both places to see which of them is alive.',
  },
  'region.unaligned': {
    rule: 'Place and length of a region are multiples of 1 MiB.',
    meaning:
      'The region is read where it says, if it is one that the format knows. Others may refuse the file.',
    advice: 'Copy the disk into a new image with a program that can still read it.',
  },
  'region.below-1-mib': {
    rule: 'The first MiB belongs to headers and region tables. No region begins there.',
    meaning:
      'For BAT or metadata it means that they cannot be read; a region that nobody knows only breaks the rule.',
    advice: 'See whether the other region table names a possible place.',
  },
  'region.length-zero': {
    rule: 'A region has a length.',
    meaning:
      'An empty BAT or metadata region cannot describe a disk, and the file is refused for it.',
    advice:
      'If only the field is damaged, the region’s bytes are still there: look at the place it names.',
  },
  'region.overlap': {
    rule: 'Regions do not share bytes.',
    meaning: 'What belongs to one is overwritten by the other, now or with the next change.',
    advice: 'Do not let anything write to the image before it has been copied.',
  },
  'region.beyond-end': {
    rule: 'A region lies inside of the file.',
    meaning:
      'The file was cut off or the table is wrong. If the BAT is missing its end, so are the blocks of the end of the disk.',
    advice:
      'Compare the size of the file with the original; if the file was longer once, that is the copy to look for.',
  },
  'region.unknown-required': {
    rule: 'A region that is marked as required must be understood by whoever opens the file. MS-VHDX does not define this one.',
    meaning:
      'The disk may depend on something that this app does not know. Reading it could be wrong, and the format forbids it.',
    advice: 'Open it with the program that made it. Its GUID may say which one that is.',
  },
  'region.required-flag-clear': {
    rule: 'BAT and metadata must be marked as required. Here the mark is missing.',
    meaning: 'QEMU always writes it so. Most programs do not look; VirtualBox refuses the file.',
    advice:
      'Nothing, unless VirtualBox has to open it: then convert the image with a program that sets the mark.',
  },
  'region.missing-bat': {
    rule: 'The BAT says where the blocks are. No region table lists it.',
    meaning: 'The contents of the disk cannot be put together.',
    advice:
      'A BAT looks like many 8-byte numbers ending in 6 at a multiple of 1 MiB; if you find it, a table can be written in a copy.',
  },
  'region.missing-metadata': {
    rule: 'The metadata give the size of disk, blocks and sectors. No region table lists them.',
    meaning: 'Without these numbers the BAT cannot be read.',
    advice:
      'Look for a place that begins with “metadata”; the region may be there and only not be listed.',
  },
} as const satisfies Record<keyof typeof regionRules, Explanation>
