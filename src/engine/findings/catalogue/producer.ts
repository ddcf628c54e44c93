/** What known faults of programs leave in a file, each told by evidence that nothing else leaves. */
import type { Rule } from '../rule.ts'

export const producerRules = {
  'producer.qemu-shifted-bitmap': {
    section: '2.5.1.2',
    level: 'note',
    title: 'QEMU has put a payload block’s state in the place of a sector bitmap',
    message:
      '{slots|entry of a sector bitmap has|entries of sector bitmaps have} the state of a payload block, first BAT[{index}] with state {state}: QEMU shifted a sector of the BAT by one entry while it wrote it (qemu#727).',
  },
  'producer.qemu-shifted-bat': {
    section: '2.5.1',
    level: 'note',
    title: 'QEMU has shifted entries of the BAT',
    message:
      'QEMU shifted sectors of the BAT by one entry (qemu#727), so that blocks have the places of their neighbours: {evidence}.',
  },
  'producer.cloud-hypervisor-headers': {
    section: '2.2.2',
    level: 'note',
    title: 'cloud-hypervisor has damaged both headers',
    message:
      'The fields of both headers are whole, but of the 4,016 reserved bytes of each, {first:count} and {second:count} are not zero, and both checksums are wrong, as cloud-hypervisor wrote them before December 2024.',
  },
  'producer.qemu-inactive-header': {
    section: '2.2.2',
    level: 'note',
    title: 'QEMU has left the header that is not current without signature',
    message:
      'Header {copy} has no signature, but its checksum is right and its sequence number {sequenceNumber} is one less than that of the other: QEMU wrote it so, no disk damaged it.',
  },
  'producer.qemu-header-junk': {
    section: '2.2.2',
    level: 'note',
    title: 'QEMU has written memory contents into a header',
    message:
      'Header {copy} is valid, and {count|byte|bytes} of its reserved part hold what lay in QEMU’s memory.',
  },
  'producer.disk2vhd-twin-headers': {
    section: '2.2.2',
    level: 'note',
    title: 'Disk2vhd writes two identical headers',
    message:
      'The creator is “{creator}”: Disk2vhd writes both headers alike, with sequence number {sequenceNumber}, and that is no sign of damage.',
  },
  'producer.qemu-file-not-extended': {
    section: '2.3.3',
    level: 'note',
    title: 'A replay has not extended the file',
    message:
      'The file has {size:count} bytes, but the entry at {position:log}, which has been replayed, says that it needs {last:count}, and the BAT has blocks there: QEMU does not extend a file to a whole number of MiB.',
  },
  'producer.replayed-log-kept': {
    section: '2.3.3',
    level: 'note',
    title: 'The log has been replayed but is still named',
    message:
      'The log {logGuid} is already applied, and the headers have different FileWriteGuids: a program replayed it, opened the file for writing and left LogGuid set, as DiscUtils does.',
  },
} as const satisfies Record<string, Rule>
