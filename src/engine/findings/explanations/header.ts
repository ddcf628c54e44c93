/** About the two headers. */
import type { headerRules } from '../catalogue/header.ts'
import type { Explanation } from './explanation.ts'

export const headerExplanations = {
  'header.signature': {
    rule: 'A header begins with “head”; this copy does not. There are two copies so that one may be lost.',
    meaning:
      'If the other copy is valid, it is used and the file can be read as ever. But the spare is gone: a crash during the next update of the headers could leave none.',
    advice:
      'Let a program that updates headers open and close the image, or save a replayed copy here if its log is dirty: both headers are written anew then.',
  },
  'header.checksum': {
    rule: 'Each header carries a CRC-32C over its 4 KiB. That of this copy does not fit its bytes, so that the copy does not count.',
    meaning:
      'It was torn while it was written, as a crash may do and the second copy allows for, or it was damaged later. What it says cannot be trusted, even where it looks right.',
    advice:
      'If the other header is valid, go on with that. If neither is, do not correct checksums by hand before you know which header was written last.',
  },
  'header.none-valid': {
    rule: 'At least one of the two headers must have the right signature and checksum. Neither has.',
    meaning:
      'Nothing says whether there is a log to replay and where it lies, so that MS-VHDX forbids opening the file. BAT, metadata and blocks may still be whole.',
    advice:
      'Make a copy first. See which other finding tells of the cause: damage by cloud-hypervisor can be repaired exactly, and the repaired headers are offered for export.',
  },
  'header.sequence-equal': {
    rule: 'Of two valid headers the one with the greater sequence number is current. Here the numbers are equal and the headers are not.',
    meaning:
      'It cannot be told which of them is in force; they may name different logs. MS-VHDX calls such a file corrupt, and guessing may apply the wrong log.',
    advice:
      'Compare the headers on the Structure screen. If they differ in nothing that matters to you, a copy in which one of them is invalidated can be opened; keep the original.',
  },
  'header.sequence-equal-identical': {
    rule: 'The two headers should have different sequence numbers. Here they are the same to the last byte.',
    meaning:
      'Either may be taken, since they say the same. Disk2vhd writes its files so. Only strict programs complain.',
    advice: 'Nothing; the next program that writes to the image puts the numbers right.',
  },
  'header.sequence-gap': {
    rule: 'Each update writes the header that is not current with the next number, so that the two are neighbours. Here there is a gap.',
    meaning:
      'Some programs count otherwise, and the greater number wins all the same. A large gap can also mean that one header is very old: an update went wrong long ago.',
    advice: 'Take note of it if you have to explain the history of the file; else nothing.',
  },
  'header.version': {
    rule: 'Only version 1 of the format is defined. The current header states another one.',
    meaning:
      'The file is damaged in this field, or written by something that follows other rules. Reading it by the rules of version 1 might show a wrong disk, and the format forbids it.',
    advice:
      'Find out which program wrote the file. If the field is all that is wrong, open a copy in which it is 1, with the checksum made to match.',
  },
  'header.log-version': {
    rule: 'LogVersion must be 0. With a log to replay another value forbids opening the file; without one the field means nothing.',
    meaning:
      'If the file is clean, only some programs mind: QEMU refuses to open it. If it is dirty, nobody knows how the log is to be read.',
    advice:
      'For a clean file nothing is lost; a program that updates the headers mends the field. For a dirty one ask what wrote it.',
  },
  'header.reserved-nonzero': {
    rule: 'The 4,016 bytes behind a header’s fields are reserved and must be zero.',
    meaning:
      'They are covered by the checksum and otherwise ignored, so that the disk is not affected. They show that the writer did not clear its memory, and may hold pieces of it.',
    advice:
      'If the file goes to somebody else, look whether these bytes tell more than they should. A replay or a header update clears them.',
  },
  'header.log-place-differs': {
    rule: 'Both headers should name the same log. These two name different places or lengths.',
    meaning:
      'The current header counts. But if it were lost, the other one would lead to another place, and what lies there would be taken for the log.',
    advice:
      'Make a backup before anything writes to the image, and then let the headers be updated.',
  },
  'header.log-guid-differs': {
    rule: 'An update writes the same LogGuid to both headers, one after the other. Here it has reached one of them only.',
    meaning:
      'A program was stopped between the two writes. That is what the two copies are for: the current header counts, and the file is as it says.',
    advice: 'Go by the verdict on the file. The difference goes away with the next update.',
  },
  'header.fallback-would-replay': {
    rule: 'The header that is not current still names a log, and not the one that is in force.',
    meaning:
      'Should the current header be damaged, programs would fall back to the other and replay an old log over newer data. OpenVMM leaves files like this.',
    advice:
      'Have the headers updated before the image is moved or stored for long: opening it for writing with a program that updates both is enough.',
  },
  'header.data-write-guid-differs': {
    rule: 'DataWriteGuid changes when the contents of the disk do; children find their parent by it. Here the two headers have different ones.',
    meaning:
      'QEMU writes it so each time. For a disk without children it means nothing. If the image is the parent of others, they may no longer recognise it.',
    advice:
      'Add the parent to the child’s chain here: the app tells by which of the two GUIDs it is recognised.',
  },
  'header.guid-zero': {
    rule: 'FileWriteGuid and DataWriteGuid of the current header must not be zero.',
    meaning:
      'The disk reads as it should. But a child cannot tell this parent from any other with a zero GUID, and programs that cache what they know of a file may mix files up.',
    advice:
      'If the image is to be a parent, have it opened for writing first, so that it gets a GUID.',
  },
  'header.sequence-near-maximum': {
    rule: 'Sequence numbers are 64 bits and grow by one with each update. That of the current header is at the very end.',
    meaning:
      'No writer comes there by counting: the number was made up or damaged. The next update may overflow to zero, and then the older header would be taken for the current one.',
    advice:
      'Do not open the image for writing with a program of which you do not know that it minds this. A replay here starts the numbers again at a small one, safely.',
  },
} as const satisfies Record<keyof typeof headerRules, Explanation>
