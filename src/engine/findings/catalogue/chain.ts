/** How the files of a differencing chain fit together, §2.4 and §2.6.2.6. */
import type { Rule } from '../rule.ts'

export const chainRules = {
  'chain.parent-missing': {
    section: '2.6.2.6.3',
    level: 'note',
    title: 'A parent is not there',
    message: 'The parent is not there. It is named as {paths}, with parent_linkage {wanted}.',
  },
  'chain.wrong-parent': {
    section: '2.6.2.6.3',
    level: 'MUST',
    title: 'A file is not the parent',
    message:
      '{name} is not the parent: parent_linkage is {wanted}, but its headers have DataWriteGuid {first} and {second}.',
  },
  'chain.parent-changed': {
    section: '2.6.2.6.3',
    level: 'MUST',
    title: 'A file can no longer be told to be the parent',
    message:
      '{name} may have been the parent: its headers have two DataWriteGuids, {first} and {second}, as QEMU leaves them when it replays a log, and neither is parent_linkage {wanted}.',
  },
  'chain.other-header': {
    section: '2.6.2.6.3',
    level: 'MUST',
    title: 'A parent is recognised by its other header only',
    message:
      '{name} has the parent_linkage {wanted} as DataWriteGuid in the header that is not current: it was written to after the child was made, or was about to be.',
  },
  'chain.parent-written': {
    section: '2.6.2.6.3',
    level: 'MUST',
    title: 'A parent was written to after its child was made',
    message:
      '{name} has the name, the size and the sectors of the parent, but DataWriteGuid {current} instead of parent_linkage {wanted}: it was written to after the child was made.',
  },
  'chain.changed-accepted': {
    section: '2.6.2.6.3',
    level: 'note',
    title: 'A changed parent is read at one’s own risk',
    message:
      'The disk is read through {name} all the same: what was written to it since shows through.',
  },
  'chain.sector-size': {
    section: '2.6.2.4',
    level: 'MUST',
    title: 'Parent and child have different sectors',
    message: '{name} has logical sectors of {found} bytes, but its child has sectors of {wanted}.',
  },
  'chain.parent-unreadable': {
    section: '2.4',
    level: 'note',
    title: 'A parent cannot be read',
    message: '{name} is the parent, but the format forbids opening it.',
  },
  'chain.parent-damaged': {
    section: '2.4',
    level: 'note',
    title: 'A parent is not in order itself',
    message: '{name}, a parent, is {condition} by itself: “{sentence}”.',
  },
  'chain.parent-before': {
    section: '2.3.3',
    level: 'note',
    title: 'A parent is read without its replay',
    message:
      '{name} is read as it is in the file, at your own risk: what its log was about may be torn in it.',
  },
  'chain.parent-salvaged': {
    section: '2.4',
    level: 'note',
    title: 'A parent is read as a salvage would leave it',
    message:
      '{name} is read as a salvage would leave it ({ways}), at your own risk. Given up: {losses}.',
  },
  'chain.parent-dirty': {
    section: '2.3.3',
    level: 'note',
    title: 'A parent was not closed',
    message: '{name} has a log to replay; it is read as it is after its replay.',
  },
  'chain.cycle': {
    section: '2.4',
    level: 'note',
    title: 'A chain goes round',
    message: '{name} fits as the parent, but it is in the chain already.',
  },
} as const satisfies Record<string, Rule>
