/** About how the files of a chain fit together. */
import type { chainRules } from '../catalogue/chain.ts'
import type { Explanation } from './explanation.ts'

export const chainExplanations = {
  'chain.parent-missing': {
    rule: 'The disk of a child can be read only together with its parent, which has not been given.',
    meaning: 'What is in this file alone is shown; the rest of the disk is unknown, not empty.',
    advice:
      'Add the parent by one of the names that the child gives. It may be called otherwise by now: it is recognised by its GUID.',
  },
  'chain.wrong-parent': {
    rule: 'The parent is the file whose DataWriteGuid the child names. This file has another one.',
    meaning:
      'It is another disk, or the right one under another name, after somebody has written to it. In both cases the two must not be read together: the result would be a mixture.',
    advice: 'Look for the parent as it was when the child was made, in a backup if need be.',
  },
  'chain.parent-changed': {
    rule: 'The two headers of this file have different DataWriteGuids, and the child names neither. QEMU leaves files like that when it replays a log.',
    meaning:
      'The file may well be the parent with its contents unchanged, but nothing proves it any more.',
    advice:
      'Look for a copy from before QEMU opened it. If there is none, and nothing else was written, read through it at your own risk, or write a copy of the child that names it as it is: “relink”.',
  },
  'chain.other-header': {
    rule: 'A parent is recognised by the DataWriteGuid of its current header. Here only the other header has it.',
    meaning:
      'The parent was opened for writing after the child was made. If data were written, the child shows a mixture. Windows refuses such a chain with 0xC03A000E.',
    advice:
      'Look for the parent as it was, in a backup if need be. At your own risk the disk can be read through it as it is.',
  },
  'chain.parent-written': {
    rule: 'The parent is the file whose DataWriteGuid the child names. This file has another one; all else fits.',
    meaning:
      'Whoever writes to a disk gives it a new DataWriteGuid. What was written to the parent since shows through where the child has nothing of its own, so that files may be torn. Windows refuses such a chain with 0xC03A000E.',
    advice:
      'Take the parent from a backup that is older than what was written to it. At your own risk the disk can be read through it, or the child be given a parent anew.',
  },
  'chain.changed-accepted': {
    rule: 'A parent must not be written to as long as it has children. Somebody has chosen to read through this one nevertheless.',
    meaning: 'All that is made of this disk rests on that choice, and says so.',
    advice: 'Check the file system that is read, and compare what matters with a backup.',
  },
  'chain.sector-size': {
    rule: 'Child and parent must have logical sectors of the same size.',
    meaning:
      'Blocks and bitmaps of the two do not fit onto each other, so that the parent is not used.',
    advice: 'Make sure that this is the parent; the GUIDs may agree by a copy or an edit.',
  },
  'chain.parent-unreadable': {
    rule: 'A parent must be an image that may be opened.',
    meaning:
      'It is the right file, but its own findings forbid reading it, and with it the whole chain.',
    advice: 'Open the parent by itself to see why it is refused.',
  },
  'chain.parent-damaged': {
    rule: 'A disk is as good as the worst of the files that it is read through. One of its parents has damage of its own.',
    meaning: 'What the child has not itself is read from that parent, as far as it can be.',
    advice: 'Open the parent by itself: it says what is lost, and the ways out.',
  },
  'chain.parent-before': {
    rule: 'A parent is read as it is after the replay of its log. Somebody has chosen to read this one as it is on disk.',
    meaning:
      'Its tables may be torn where the log would mend them, so that blocks of the disk may be old, or at another place.',
    advice: 'Compare with what is read after the replay, if the log can be replayed.',
  },
  'chain.parent-salvaged': {
    rule: 'A parent must be an image that may be opened, and a whole one. Somebody has chosen to read this one as the ways of salvage that lead furthest would leave it; the file stays as it is.',
    meaning:
      'What the ways have given up of the parent may be old in the disk that is read, or zero. All that is made of it says so.',
    advice:
      'Open the parent by itself: “salvage” lists its ways, with what each gives up. Compare what matters with a backup.',
  },
  'chain.parent-dirty': {
    rule: 'The parent has a log that must be replayed. Parents are read as they are after their replay; the file stays as it is.',
    meaning:
      'Parents should not be written to, so that somebody has used it by itself. The disk that is shown here is the right one for the parent’s log.',
    advice:
      'Find out what was done to the parent. Save its replayed copy rather than letting another program repair it.',
  },
  'chain.cycle': {
    rule: 'A chain ends with a disk that has no parent. This one comes back to a file that is part of it.',
    meaning:
      'The disk cannot be put together: a file would be its own ancestor. Copies with the same GUIDs can look like that.',
    advice:
      'Look for a file that was copied and then used as a child of itself, and replace it by the true parent.',
  },
} as const satisfies Record<keyof typeof chainRules, Explanation>
