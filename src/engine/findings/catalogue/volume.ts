/** What the guest has on its disk: partition tables and file systems. None of it is of the format. */
import type { Rule } from '../rule.ts'

const OF_THE_GUEST = { section: '2.4', level: 'note' } as const

export const volumeRules = {
  'volume.unclean': {
    ...OF_THE_GUEST,
    title: 'A file system was not closed',
    message: '{volume} ({kind}) was not closed: {signs}.',
  },
  'volume.errors': {
    ...OF_THE_GUEST,
    title: 'A file system has errors',
    message: '{volume} ({kind}) is not in order: {signs}.',
  },
  'volume.larger': {
    ...OF_THE_GUEST,
    title: 'A file system is larger than its place',
    message: '{volume} ({kind}) says that it has {size:bytes}, but there are {room:bytes} for it.',
  },
  'volume.smaller': {
    ...OF_THE_GUEST,
    title: 'A file system is much smaller than its place',
    message: '{volume} ({kind}) says that it has {size:bytes}, and there are {room:bytes} for it.',
  },
  'volume.table': {
    ...OF_THE_GUEST,
    title: 'The partition table is not in order',
    message: 'About the partition table: {problem}.',
  },
  'volume.table-moved': {
    ...OF_THE_GUEST,
    title: 'The partition table is that of another disk',
    message: 'About the place of the partition table: {problem}.',
  },
  'volume.lost-file-system': {
    ...OF_THE_GUEST,
    title: 'A file system that no partition points to',
    message: 'A file system ({kind}, {size}) began at {start:hex} of the disk; {proof}.',
  },
} as const satisfies Record<string, Rule>
