/** About single entries of the log. */
import type { logEntryRules } from '../catalogue/log-entry.ts'
import type { Explanation } from './explanation.ts'

export const logEntryExplanations = {
  'log.entry-checksum': {
    rule: 'An entry’s CRC-32C covers all of its sectors. Here it does not fit, so that the entry does not count.',
    meaning:
      'The entry was being written when the writer stopped, or newer entries lie over its end. Directly behind the newest valid entry it is the last update, which was never finished and so never promised to anybody.',
    advice:
      'If the file can be replayed, it is replayed without this entry, as it should be. If this happens to entries in the middle of the log, suspect the storage.',
  },
  'log.entry-length': {
    rule: 'EntryLength must be a positive multiple of 4 KiB and no longer than the log.',
    meaning:
      'What follows the header of this entry cannot be known, so that it does not count. A length of zero, or one as long as the whole log, has made other programs hang.',
    advice:
      'Trust the verdict on the file; do not give a file with such an entry to qemu-img without a time limit.',
  },
  'log.entry-tail': {
    rule: 'The Tail of an entry must be a multiple of 4 KiB inside of the log: it says where a replay has to begin.',
    meaning:
      'The entry is not valid. As it would not know its own beginning, no replay could end with it.',
    advice:
      'Go on with what the app found to be active; look at the entry’s neighbours for what came before.',
  },
  'log.entry-sequence-zero': {
    rule: 'Sequence numbers of entries begin above zero.',
    meaning:
      'The entry does not count. Often it is the beginning of something that was never filled in.',
    advice: 'Nothing, if the file has an active sequence besides.',
  },
  'log.descriptor-count': {
    rule: 'An entry says how many descriptors it has, and they must fit into its length.',
    meaning:
      'Count and length contradict each other, so that the entry cannot be applied and is left out.',
    advice: 'Look at the entry’s bytes: a count of thousands in a small entry is damage or a test.',
  },
  'log.descriptor-signature': {
    rule: 'Each descriptor begins with “desc” for data or with “zero” for a run of zeros.',
    meaning:
      'The entry does not count, since nobody can say what this descriptor was to write. A single one of them anywhere in the log keeps QEMU from opening the file.',
    advice: 'If QEMU has to open the file, give it the replayed copy, whose log is not looked at.',
  },
  'log.descriptor-sequence': {
    rule: 'Each descriptor repeats the sequence number of its entry. This one has another.',
    meaning:
      'Its sector belongs to another entry: it was not written, or written over. The entry is incomplete and does not count.',
    advice: 'Nothing, unless such entries are frequent: then the storage loses writes.',
  },
  'log.descriptor-unaligned': {
    rule: 'A descriptor writes whole sectors of 4 KiB at multiples of 4 KiB.',
    meaning: 'The entry is not valid, and what it was to write stays unwritten.',
    advice: 'Note which structure its offset would touch; that one may miss an update.',
  },
  'log.zero-length-unaligned': {
    rule: 'A run of zeros must be a multiple of 4 KiB long.',
    meaning: 'The whole entry does not count for it, its other descriptors included.',
    advice: 'See whether a later entry has done the same work; the Log screen shows them in order.',
  },
  'log.data-sector-count': {
    rule: 'Behind the descriptors an entry has one data sector for each data descriptor, and nothing else.',
    meaning:
      'Sectors are missing or left over, so that data could be put in the wrong places. The entry does not count.',
    advice: 'Compare EntryLength and DescriptorCount in the bytes: one of them is wrong.',
  },
  'log.data-signature': {
    rule: 'Each data sector of an entry begins with “data”.',
    meaning:
      'This sector never reached the disk, or something else lies there now. Without it the entry must not be applied. QEMU does not check this.',
    advice: 'Do not let QEMU replay the log; it may write whatever stands there into a table.',
  },
  'log.data-sequence': {
    rule: 'A data sector carries the two halves of its entry’s sequence number, one at each end.',
    meaning:
      'They do not fit: the sector was torn in the middle of a write, or the write is missing. The entry does not count, and QEMU notices only when half of the replay is written.',
    advice: 'Have the file replayed by a program that checks first, as this one does.',
  },
  'log.entry-tail-outside-sequence': {
    rule: 'The last entry of a sequence says where a replay begins. There must be an entry of the same sequence at that place.',
    meaning:
      'The sequence is not complete and must not be replayed: its beginning has been overwritten. An older complete one is used, if there is one.',
    advice:
      'Look at the Log screen for which entries are left; in an old sequence this is what a ring does when it comes round.',
  },
  'log.entry-superseded': {
    rule: 'These entries are valid and belong to the current session, but they lie before the tail of the active sequence, or outside of it.',
    meaning:
      'They were applied before, and must not be applied again: what they wrote to may be in use for something else now. QEMU and DiscUtils replay some of them.',
    advice:
      'Nothing here. If another program is to replay the file, compare its result with the preview.',
  },
  'log.entry-reserved-nonzero': {
    rule: 'The Reserved field of an entry should be zero. It is no reason to reject the entry.',
    meaning: 'Nothing follows from it for the disk.',
    advice: 'Nothing; it can help to tell which program has written the log.',
  },
  'log.descriptor-reserved-nonzero': {
    rule: 'The Reserved field of a zero descriptor should be zero; whoever reads it ignores it.',
    meaning: 'The replay is the same with it and without it.',
    advice: 'Keep it in mind as a trait of the writer.',
  },
  'log.flushed-file-offset-unaligned': {
    rule: 'FlushedFileOffset says how long the file was for certain. It should be a multiple of 1 MiB.',
    meaning:
      'The value is still used: a file shorter than that has been cut off. That it is not a whole number of MiB shows an unusual writer.',
    advice: 'Nothing, as long as the app does not say that the file has been truncated.',
  },
  'log.last-file-offset-unaligned': {
    rule: 'LastFileOffset says how long the file has to be after a replay. It should be a multiple of 1 MiB.',
    meaning: 'The file will end at that byte. Programs differ in what they make of it.',
    advice: 'Check the size of the file after a replay by another program.',
  },
  'log.zero-length-empty': {
    rule: 'A run of zeros with length 0 is allowed and does nothing.',
    meaning: 'The replay leaves it out, and nothing is missing.',
    advice: 'No need to act.',
  },
  'log.sequence-near-maximum': {
    rule: 'The sequence number of the newest entry is close to the end of 64 bits.',
    meaning:
      'Windows begins at random numbers, but this is far beyond: a long test or a made-up file. The next writer may overflow, and its entries would seem older than these.',
    advice: 'Have the log replayed and emptied before the image is used again.',
  },
  'log.many-descriptors': {
    rule: 'An entry may have any number of descriptors. More than 126 need a second sector, which MS-VHDX provides for.',
    meaning:
      'The entry is valid. QEMU does not read on behind the first sector and cannot open the file.',
    advice: 'Where QEMU has to open the image, save the replayed copy and use that.',
  },
} as const satisfies Record<keyof typeof logEntryRules, Explanation>
