/** Log entries, §2.3.1. The first group says why an entry is not valid. */
import type { Rule } from '../rule.ts'

export const logEntryRules = {
  'log.entry-checksum': {
    section: '2.3.1.1',
    level: 'MUST',
    title: 'Entry checksum does not match',
    message:
      'The entry at {position:log} stores CRC-32C {stored:crc}, but its bytes give {computed:crc}.',
  },
  'log.entry-length': {
    section: '2.3.1.1',
    level: 'MUST',
    title: 'Impossible entry length',
    message:
      'The entry at {position:log} has EntryLength {length}: it must be a positive multiple of 4 KiB, at most the log’s {limit:bytes}.',
  },
  'log.entry-tail': {
    section: '2.3.1.1',
    level: 'MUST',
    title: 'Impossible tail',
    message:
      'The entry at {position:log} has Tail {tail:hex}: it must be a multiple of 4 KiB inside the log’s {limit:bytes}.',
  },
  'log.entry-sequence-zero': {
    section: '2.3.1.1',
    level: 'MUST',
    title: 'Sequence number is zero',
    message: 'The entry at {position:log} has sequence number 0.',
  },
  'log.descriptor-count': {
    section: '2.3.1',
    level: 'MUST',
    title: 'Descriptors do not fit the entry',
    message:
      'The entry at {position:log} has {count|descriptor|descriptors}, too many to fit into {length} bytes.',
  },
  'log.descriptor-signature': {
    section: '2.3.1.2',
    level: 'MUST',
    title: 'Not a descriptor',
    message:
      'Descriptor {index} of the entry at {position:log} begins with “{found}”, neither “desc” nor “zero”.',
  },
  'log.descriptor-sequence': {
    section: '2.3.1.2',
    level: 'MUST',
    title: 'Descriptor has another sequence number',
    message:
      'Descriptor {index} of the entry at {position:log} has sequence number {found}; the entry has {expected}.',
  },
  'log.descriptor-unaligned': {
    section: '2.3.1.2',
    level: 'MUST',
    title: 'FileOffset is not a multiple of 4 KiB',
    message: 'Descriptor {index} of the entry at {position:log} has FileOffset {offset:hex}.',
  },
  'log.zero-length-unaligned': {
    section: '2.3.1.2',
    level: 'MUST',
    title: 'ZeroLength is not a multiple of 4 KiB',
    message: 'Descriptor {index} of the entry at {position:log} has ZeroLength {length}.',
  },
  'log.data-sector-count': {
    section: '2.3.1',
    level: 'MUST',
    title: 'Entry length and data sectors disagree',
    message:
      'The entry at {position:log} has {dataDescriptors|data descriptor|data descriptors}, but room for {dataSectors|data sector|data sectors}.',
  },
  'log.data-signature': {
    section: '2.3.1.4',
    level: 'MUST',
    title: 'Not a data sector',
    message:
      'Data sector {index} of the entry at {position:log} begins with “{found}” instead of “data”.',
  },
  'log.data-sequence': {
    section: '2.3.1.4',
    level: 'MUST',
    title: 'Data sector has another sequence number',
    message:
      'Data sector {index} of the entry at {position:log} has sequence number {found}; the entry has {expected}: a torn or missing write.',
  },
  'log.entry-tail-outside-sequence': {
    section: '2.3.3',
    level: 'MUST',
    title: 'The tail of a sequence is not in it',
    message:
      'The head entry at {position:log} (sequence number {sequenceNumber}) has Tail {tail:hex}, where no entry of its sequence begins: the sequence is not complete.',
  },
  'log.entry-superseded': {
    section: '2.3.3',
    level: 'note',
    title: 'Valid entries that will not be replayed',
    message:
      '{entries|valid entry carries|valid entries carry} the current LogGuid, but will not be replayed.',
  },
  'log.entry-reserved-nonzero': {
    section: '2.3.1.1',
    level: 'MUST',
    title: 'Reserved field of an entry is not zero',
    message: 'The Reserved field of the entry at {position:log} is {value:hex}.',
  },
  'log.descriptor-reserved-nonzero': {
    section: '2.3.1.2',
    level: 'MUST',
    title: 'Reserved field of a descriptor is not zero',
    message:
      'The Reserved field of descriptor {index} of the entry at {position:log} is {value:hex}.',
  },
  'log.flushed-file-offset-unaligned': {
    section: '2.3.1.1',
    level: 'MUST',
    title: 'FlushedFileOffset is not a multiple of 1 MiB',
    message: 'The entry at {position:log} has FlushedFileOffset {value}.',
  },
  'log.last-file-offset-unaligned': {
    section: '2.3.1.1',
    level: 'MUST',
    title: 'LastFileOffset is not a multiple of 1 MiB',
    message: 'The entry at {position:log} has LastFileOffset {value}.',
  },
  'log.zero-length-empty': {
    section: '2.3.1.2',
    level: 'note',
    title: 'A zero descriptor without length',
    message: 'Descriptor {index} of the entry at {position:log} has ZeroLength 0 and does nothing.',
  },
  'log.sequence-near-maximum': {
    section: '2.3.1.1',
    level: 'note',
    title: 'Log sequence numbers come near their end',
    message:
      'The head entry has sequence number {sequenceNumber}; the next ones would overflow 64 bits.',
  },
  'log.many-descriptors': {
    section: '2.3.1',
    level: 'note',
    title: 'Entry with more than 126 descriptors',
    message:
      'The entry at {position:log} has {count} descriptors; QEMU cannot open a file with such an entry.',
  },
} as const satisfies Record<string, Rule>
