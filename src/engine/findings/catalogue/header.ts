/** The two headers, §2.2.2. */
import type { Rule } from '../rule.ts'

export const headerRules = {
  'header.signature': {
    section: '2.2.2',
    level: 'MUST',
    title: 'Header has no “head” signature',
    message: 'Header {copy} begins with “{found}” instead of “head”.',
  },
  'header.checksum': {
    section: '2.2.2',
    level: 'MUST',
    title: 'Header checksum does not match',
    message: 'Header {copy} stores CRC-32C {stored:crc}, but its bytes give {computed:crc}.',
  },
  'header.none-valid': {
    section: '2.2.2',
    level: 'MUST',
    title: 'No valid header',
    message: 'Neither header has a valid signature and checksum, so nothing says where the log is.',
  },
  'header.sequence-equal': {
    section: '2.2.2',
    level: 'MUST',
    title: 'Two different headers with the same sequence number',
    message:
      'Both headers are valid and carry sequence number {sequenceNumber}, but they differ: none of them is current.',
  },
  'header.sequence-equal-identical': {
    section: '2.2.2',
    level: 'MUST',
    title: 'Both headers are the same',
    message: 'Both headers are valid and identical, with sequence number {sequenceNumber}.',
  },
  'header.sequence-gap': {
    section: '2.2.2.1',
    level: 'note',
    title: 'Sequence numbers of the headers are not neighbours',
    message: 'The headers carry sequence numbers {first} and {second}; an update adds one.',
  },
  'header.version': {
    section: '2.2.2',
    level: 'MUST',
    title: 'Unknown format version',
    message: 'The current header has Version {version}; only version 1 is defined.',
  },
  'header.log-version': {
    section: '2.2.2',
    level: 'MUST',
    title: 'LogVersion is not zero',
    message: 'The current header has LogVersion {logVersion}; only log version 0 is defined.',
  },
  'header.reserved-nonzero': {
    section: '2.2.2',
    level: 'MUST',
    title: 'Reserved bytes of a header are not zero',
    message: '{count|byte|bytes} of the 4,016 reserved ones of header {copy} differ from zero.',
  },
  'header.log-place-differs': {
    section: '2.2.2',
    level: 'note',
    title: 'The headers name different logs',
    message:
      'Header 1 has the log at {offset1:hex} with {length1:bytes}, header 2 at {offset2:hex} with {length2:bytes}.',
  },
  'header.log-guid-differs': {
    section: '2.2.2.1',
    level: 'note',
    title: 'The headers differ in LogGuid',
    message:
      'Header 1 has LogGuid {guid1}, header 2 has {guid2}: an update of the headers was interrupted.',
  },
  'header.fallback-would-replay': {
    section: '2.2.2.1',
    level: 'note',
    title: 'The other header would replay an older log',
    message:
      'If the current header {copy} were lost, the other one, with LogGuid {logGuid}, would have an old log replayed.',
  },
  'header.data-write-guid-differs': {
    section: '2.2.2',
    level: 'note',
    title: 'The headers differ in DataWriteGuid',
    message:
      'Header 1 has DataWriteGuid {guid1}, header 2 has {guid2}; children find their parent by it.',
  },
  'header.guid-zero': {
    section: '2.2.2',
    level: 'MUST',
    title: 'A GUID of the header is zero',
    message: '{field} of header {copy} is zero.',
  },
  'header.sequence-near-maximum': {
    section: '2.2.2.1',
    level: 'note',
    title: 'Header sequence number cannot grow',
    message:
      'The current header has sequence number {sequenceNumber}; updates add to it and would overflow 64 bits, so that they must start again at a small number.',
  },
} as const satisfies Record<string, Rule>
