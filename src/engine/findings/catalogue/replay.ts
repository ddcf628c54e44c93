/** What the replay of the active sequence does, §2.3.3. */
import type { Rule } from '../rule.ts'

export const replayRules = {
  'replay.truncated': {
    section: '2.3.3',
    level: 'MUST',
    title: 'The file has been truncated',
    message:
      'The file has {size:bytes}, but the head entry’s FlushedFileOffset says that it had at least {flushed:bytes}.',
  },
  'replay.extends-file': {
    section: '2.3.3',
    level: 'note',
    title: 'The replay extends the file',
    message: 'The file grows from {before:count} to {after:count} bytes.',
  },
  'replay.changes-nothing': {
    section: '2.3.3',
    level: 'note',
    title: 'The replay changes nothing',
    message:
      'What the active sequence writes, in {writes|write|writes}, is already in place: the log has been applied.',
  },
  'replay.breaks-children': {
    section: '2.6.2.6.3',
    level: 'note',
    title: 'A replay by QEMU would break the chain',
    message:
      'The child finds {name} by its DataWriteGuid {wanted}; QEMU changes that when it replays the log of {name}, and MS-VHDX does not ask for it.',
  },
  'replay.diverges-qemu': {
    section: '2.3.3',
    level: 'note',
    title: 'QEMU would make something else of this image',
    message: 'Do not run “qemu-img check -r all” on this file: {words}.',
  },
  'replay.targets-header': {
    section: '2.3',
    level: 'MUST',
    title: 'A log entry writes to the header',
    message:
      'Descriptor {index} of the entry at {position:log} writes {length} bytes at {offset:hex}, below 192 KiB, where the file identifier and the headers are.',
  },
  'replay.targets-log': {
    section: '2.3',
    level: 'MUST',
    title: 'A log entry writes into the log',
    message:
      'Descriptor {index} of the entry at {position:log} writes {length} bytes at {offset:hex}, inside the log.',
  },
  'replay.target-out-of-range': {
    section: '2.3.1.2',
    level: 'MUST',
    title: 'A log entry writes where no file can reach',
    message:
      'Descriptor {index} of the entry at {position:log} writes {length} bytes at {offset:hex}, beyond 2^53-1.',
  },
  'replay.last-file-offset-out-of-range': {
    section: '2.3.3',
    level: 'MUST',
    title: 'LastFileOffset is more than any file can have',
    message:
      'The head entry at {position:log} has LastFileOffset {value:hex}, beyond 2^53-1: the file cannot be extended to it.',
  },
  'replay.too-many-writes': {
    section: '2.3.3',
    level: 'note',
    title: 'More writes than this program takes',
    message:
      'The active sequence has more than {limit} writes, as no producer makes them: the log is not replayed.',
  },
  'replay.targets-payload': {
    section: '2.3',
    level: 'MUST',
    title: 'A log entry writes into a payload block',
    message:
      'A write at {offset:hex} falls into the payload block of BAT[{index}]; the log must not be used for payload.',
  },
  'replay.zero-run-excessive': {
    section: '2.3.1.2',
    level: 'note',
    title: 'A zero descriptor is larger than the file',
    message:
      'Descriptor {index} of the entry at {position:log} zeroes {length:bytes}; the file has {size:bytes}.',
  },
  'replay.beyond-last-file-offset': {
    section: '2.3.3',
    level: 'note',
    title: 'A write beyond LastFileOffset',
    message:
      'Descriptor {index} of the entry at {position:log} ends at {end:hex}, but the head entry says that all structures fit into {last:bytes}.',
  },
  'replay.duplicate-target': {
    section: '2.3.3',
    level: 'note',
    title: 'Places written more than once',
    message:
      '{count|write|writes} of the active sequence will be overwritten, in part or whole, by later ones; the order matters.',
  },
} as const satisfies Record<string, Rule>
