/** Entries of the BAT, the places of blocks, and the space that is left, §2.4 and §2.5. */
import type { Rule } from '../rule.ts'

export const batRules = {
  'bat.reserved-nonzero': {
    section: '2.5.1',
    level: 'MUST',
    title: 'Reserved bits of a BAT entry are not zero',
    message: 'The reserved bits of BAT[{index}] are {value:hex}.',
  },
  'bat.state-reserved': {
    section: '2.5.1.1',
    level: 'MUST',
    title: 'A block is in a state that does not exist',
    message: 'BAT[{index}] has state {state}, which is reserved.',
  },
  'bat.partial-without-parent': {
    section: '2.5.1.1',
    level: 'MUST',
    title: 'A partial block in a disk without a parent',
    message: 'BAT[{index}] is PARTIALLY_PRESENT, but the disk is not a differencing one.',
  },
  'bat.partial-without-bitmap': {
    section: '2.5.1.1',
    level: 'MUST',
    title: 'A partial block without a sector bitmap',
    message:
      'BAT[{index}] is PARTIALLY_PRESENT, but BAT[{bitmap}], the sector bitmap of its chunk, is not present.',
  },
  'bat.offset-zero': {
    section: '2.5.1',
    level: 'MUST',
    title: 'A block that is present has no place',
    message: 'BAT[{index}] is present, but its FileOffsetMB is 0.',
  },
  'bat.block-shared': {
    section: '2.5.1',
    level: 'MUST',
    title: 'Two blocks have the same place',
    message: 'BAT[{index}] puts its block at {blockOffset:hex}, where another block begins.',
  },
  'bat.block-overlap': {
    section: '2.5.1',
    level: 'MUST',
    title: 'A block overlaps another one',
    message: 'The block of BAT[{index}] at {blockOffset:hex} shares bytes with another block.',
  },
  'bat.block-in-structure': {
    section: '2.5.1',
    level: 'MUST',
    title: 'A block overlaps a structure',
    message: 'The block of BAT[{index}] at {blockOffset:hex} shares bytes with: {structure}.',
  },
  'bat.block-beyond-end': {
    section: '2.5.1',
    level: 'MUST',
    title: 'A block lies past the end of the file',
    message: 'BAT[{index}] puts its block at {blockOffset:hex}; the file has {size:bytes}.',
  },
  'bat.block-cut': {
    section: '2.5.1',
    level: 'MUST',
    title: 'The file ends inside of a block',
    message:
      'The block of BAT[{index}] at {blockOffset:hex} needs {missing:bytes} more than the file has.',
  },
  'bat.bitmap-state': {
    section: '2.5.1.2',
    level: 'MUST',
    title: 'A sector bitmap is in a state that does not exist',
    message: 'BAT[{index}] of a sector bitmap has state {state}, which is reserved.',
  },
  'bat.bitmap-without-parent': {
    section: '2.5.1.2',
    level: 'MUST',
    title: 'A sector bitmap in a disk without a parent',
    message: 'BAT[{index}] has a sector bitmap, but the disk is not a differencing one.',
  },
  'bat.offset-unused': {
    section: '2.5.1.1',
    level: 'note',
    title: 'Blocks without a place have an offset',
    message:
      '{blocks|entry has|entries have} a FileOffsetMB that says nothing, since the state is NOT_PRESENT or ZERO; the first is BAT[{index}], with {offset}.',
  },
  'bat.entry-beyond-disk': {
    section: '2.5',
    level: 'note',
    title: 'The BAT has an entry behind the last block of the disk',
    message: 'BAT[{index}] is {value:hex}, not zero, but the disk ends before.',
  },
  'space.unreferenced': {
    section: '2.1',
    level: 'note',
    title: 'Space that nobody owns',
    message: '{length:bytes} at {offset:hex} belong to no structure and no block: {content}.',
  },
  'space.trailing': {
    section: '2.1',
    level: 'note',
    title: 'The file goes on behind everything in it',
    message:
      '{length:bytes} at the end of the file, from {offset:hex} on, belong to no structure and no block: {content}.',
  },
} as const satisfies Record<string, Rule>
