/** About entries of the BAT, the places of blocks, and space. */
import type { batRules } from '../catalogue/bat.ts'
import type { Explanation } from './explanation.ts'

export const batExplanations = {
  'bat.reserved-nonzero': {
    rule: 'An entry of the BAT has a state, a place, and between them 17 bits that must be zero.',
    meaning:
      'State and place are read as usual. If the bits are damage, so may the rest of the entry be.',
    advice: 'Compare the entry with its neighbours: places mostly grow by one block.',
  },
  'bat.state-reserved': {
    rule: 'States 4 and 5 of a payload block are not defined. A draft of the format used 5 for unmapped blocks.',
    meaning:
      'What the block reads as is not defined; here it is shown as unreadable, others show zeros or refuse the file.',
    advice:
      'Find out whether the image was made by software from before 2012; else take the entry for damaged.',
  },
  'bat.partial-without-parent': {
    rule: 'A block can be present in part only where a parent has the rest.',
    meaning:
      'The disk has no parent, so that nothing says where the other sectors are. The entry is damaged, or the image was a child once.',
    advice: 'Look for the history of the image: merged or converted children leave such entries.',
  },
  'bat.partial-without-bitmap': {
    rule: 'For a block that is present in part a bitmap says which sectors are here. It is not there.',
    meaning:
      'Whether a sector comes from this file or from the parent is not known, and the block cannot be read rightly.',
    advice:
      'If the parent is at hand, compare both versions of the block; only one of them may make sense.',
  },
  'bat.offset-zero': {
    rule: 'A block that is present has a place, and the first MiB is not for blocks.',
    meaning: 'Its data cannot be found. Reading it would show the header section of the file.',
    advice: 'See whether space that nobody owns is as large as a block: that may be where it lies.',
  },
  'bat.block-shared': {
    rule: 'No two blocks have the same place.',
    meaning:
      'One of them shows the other’s data. A write to one changes both, so that a file system on the disk will be damaged sooner or later.',
    advice:
      'Stop using the disk for writing, and copy what can be read. The history in the log may tell which entry is the right one.',
  },
  'bat.block-overlap': {
    rule: 'Blocks do not share bytes of the file.',
    meaning: 'They lie over each other in part, and writing to one damages the other.',
    advice:
      'Read out the disk before anything writes to it. Blocks at odd distances from the others are the suspects.',
  },
  'bat.block-in-structure': {
    rule: 'A block must not lie over headers, metadata, BAT or another region.',
    meaning:
      'Writing to that block of the disk would overwrite the structure, and with it perhaps the whole image.',
    advice: 'Never start a machine with this image. Make a copy and look at the entry.',
  },
  'bat.block-beyond-end': {
    rule: 'A block lies inside of the file.',
    meaning:
      'The file ends before the place that the entry names: the data are not there. The file was cut off, or the entry is wrong.',
    advice:
      'If many entries are like this, look for a longer copy of the file; if it is one, look at the entry.',
  },
  'bat.block-cut': {
    rule: 'A block is in the file as a whole.',
    meaning:
      'The file ends in the middle of it. What is missing reads as zeros here. Old versions of QEMU left the last block short.',
    advice:
      'If the missing part is the end of the last block, the data are mostly complete. Check the file system.',
  },
  'bat.bitmap-state': {
    rule: 'The entry of a sector bitmap has state 0 or 6; all others are reserved.',
    meaning:
      'In a differencing disk the chunk’s blocks cannot be told apart from the parent’s. In any other disk nobody reads the entry, and it is a trace of a faulty writer.',
    advice:
      'For a disk without parent nothing, but see whether the app recognises the fault of a program.',
  },
  'bat.bitmap-without-parent': {
    rule: 'Only a disk with a parent has sector bitmaps.',
    meaning:
      'The space that the bitmap takes is wasted, and the disk reads as it should. Files that were children once may have it.',
    advice: 'Nothing for reading. Look at the entry if blocks of the same chunk are reported, too.',
  },
  'bat.offset-unused': {
    rule: 'The place of a block that is NOT_PRESENT or ZERO has no meaning.',
    meaning:
      'Programs keep the old place there as a note for themselves. The disk reads the same without it.',
    advice: 'Nothing. For an investigation: what was in the block may still lie at that place.',
  },
  'bat.entry-beyond-disk': {
    rule: 'Behind the entry of the last block the table should be zero.',
    meaning:
      'The disk may have been larger once, or something was written too far. Nobody reads these entries.',
    advice: 'If the disk was made smaller, this is what is left of its end.',
  },
  'space.unreferenced': {
    rule: 'Every MiB of the file should belong to a structure or a block. This piece belongs to none.',
    meaning:
      'The space is wasted. With data in it, it was a block once, or it is one that the BAT has lost.',
    advice: 'If parts of the disk are missing, look at these bytes: they may be what is missing.',
  },
  'space.trailing': {
    rule: 'The file goes on behind its last structure and its last block.',
    meaning:
      'Room was made in advance, blocks were given back, or something was appended that is not part of the image.',
    advice:
      'Look at the beginning of that space if it holds data; else compacting the image frees it.',
  },
} as const satisfies Record<keyof typeof batRules, Explanation>
