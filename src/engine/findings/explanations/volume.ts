/** About what the guest has on its disk. */
import type { volumeRules } from '../catalogue/volume.ts'
import type { Explanation } from './explanation.ts'

export const volumeExplanations = {
  'volume.unclean': {
    rule: 'A file system says whether it was closed. This one was in use when the disk was written to last, or changes wait in its journal.',
    meaning:
      'That is as it should be for a machine that is running, was saved or was stopped. Whoever mounts it for writing finishes those changes first; nothing is lost by it.',
    advice:
      'Nothing, where the machine starts. Else check a copy: its own tool replays the journal and clears the mark.',
  },
  'volume.errors': {
    rule: 'A file system records that its driver has met errors in it, that it has to be repaired, or that it was not made to its end.',
    meaning:
      'The VHDX is in order: it gives the bytes that were written to it. Files and folders of the guest may be damaged.',
    advice:
      'Export the disk or copy the image, and let the tool of the file system check that copy, first without repairing: e2fsck -n, chkdsk without /f, xfs_repair -n, btrfs check.',
  },
  'volume.larger': {
    rule: 'A file system lies within its partition, and the partition within the disk. This one says that it is larger.',
    meaning:
      'The disk or the partition was made smaller than the file system, or is not the one that it was made on. What lies behind the end is not there.',
    advice:
      'Make the disk as large as it was, in a copy, before anybody repairs the file system: a repair gives up what lies behind the end.',
  },
  'volume.smaller': {
    rule: 'A file system mostly fills its partition. This one takes less than half of it.',
    meaning:
      'Nothing is lost: the disk or the partition was made larger, and the file system has not grown with it.',
    advice: 'Let it grow in the guest where the room is needed, for example by resize2fs.',
  },
  'volume.table': {
    rule: 'Partition tables have copies and checksums, and partitions lie on the disk and beside each other. Here is one where that is not so.',
    meaning: 'The VHDX is in order. Systems may show fewer partitions, or others.',
    advice:
      'Look at what the table says, on the screen of the disk, and mend it in a copy: gdisk and testdisk rebuild tables.',
  },
  'volume.table-moved': {
    rule: 'A GUID partition table has its second copy in the last sector of its disk, and counts in the sectors of the disk.',
    meaning:
      'The disk was made larger or smaller, or its bytes were copied to a disk with other sectors. A system may not see the table at all.',
    advice:
      'Of a disk that has grown, let the guest or “sgdisk -e” put the second copy where it belongs. Else copy the bytes to a disk that is as the table says.',
  },
  'volume.lost-file-system': {
    rule: 'The table of the disk names no file system, but at a usual place one begins, or copies of its first structure are left.',
    meaning:
      'The disk was probably initialised or divided anew. That writes over little: most files are still there, as long as nothing else is written.',
    advice:
      'Write nothing to the disk. Export it, and let e2fsck or testdisk work on the copy, with the places that the diagnosis names.',
  },
} as const satisfies Record<keyof typeof volumeRules, Explanation>
