/** About the log as a whole. */
import type { logRegionRules } from '../catalogue/log-region.ts'
import type { Explanation } from './explanation.ts'

export const logRegionExplanations = {
  'log.dirty': {
    rule: 'The header names a log, and the log holds a valid and complete sequence of entries. They must be applied before the file is read or written (§2.3.3).',
    meaning:
      'The program that used the disk was stopped before it closed the image. That is what the log is for, and it is no damage: until the replay, tables on the disk may be out of date.',
    advice:
      'See on the Replay screen what would change, and save a replayed copy. Or let the program that made the image open it, if it is one that replays rightly.',
  },
  'log.no-active-sequence': {
    rule: 'The header says that there is something to replay, but no run of valid entries in the log is complete. Then the file must not be opened.',
    meaning:
      'Log and file do not fit together: the log was overwritten or damaged, or the headers are from another moment. Whether tables are missing an update cannot be known.',
    advice:
      'Keep the file as it is. The Log screen shows each entry and why it does not count; the blocks can be looked at as they are on disk. QEMU opens such a file as if it were clean, and may then write to it.',
  },
  'log.length-zero': {
    rule: 'A header that names a log must say how long it is. LogLength is 0.',
    meaning: 'There is no log in which the entries could be found that the header asks to replay.',
    advice:
      'Look whether the other header gives a length; it may be the better one to start a recovery from.',
  },
  'log.length-unaligned': {
    rule: 'LogLength must be a multiple of 1 MiB.',
    meaning:
      'The ring of entries wraps at the end of the log. With a wrong length entries would be looked for in the wrong places, so that a dirty file is refused.',
    advice:
      'Compare the length with the other header’s and with where the next region begins: the true length is often plain from these.',
  },
  'log.offset-unaligned': {
    rule: 'LogOffset must be a multiple of 1 MiB.',
    meaning:
      'Where the log begins is not known. If the file is clean, its disk can be read; if it is dirty, it cannot be replayed.',
    advice:
      'See what the other header says of the same field, and where in the file entries begin with “loge”.',
  },
  'log.in-header-section': {
    rule: 'The log must not lie in the first MiB, which belongs to headers and region tables.',
    meaning:
      'A replay would read its entries from the header section, and the next writer would overwrite the headers with its log.',
    advice: 'Do not let any program write to this file. Work on a copy with LogOffset corrected.',
  },
  'log.beyond-end': {
    rule: 'The log must lie inside of the file. It reaches past its end.',
    meaning:
      'The file was cut off, or the header is wrong. What the missing part of the log held cannot be replayed.',
    advice: 'Look for a longer copy of the file before you try anything else.',
  },
  'log.overlaps-region': {
    rule: 'The log and the regions must not share bytes.',
    meaning:
      'One of them overwrites the other: entries of the log would be taken for BAT or metadata, and the tables for entries. A dirty file is refused for it.',
    advice:
      'Look which of the two holds meaningful data at the place where they overlap, and keep both.',
  },
  'log.overlaps-block': {
    rule: 'No block may lie in the log. An entry of the BAT says that one does.',
    meaning:
      'Either that BAT entry is wrong, and a part of the disk is somewhere else, or the log has been written over data. A dirty file is refused for it.',
    advice: 'Look at the entry on the Blocks screen; its neighbours often show what it should be.',
  },
  'log.too-large': {
    rule: 'MS-VHDX sets no limit to the log. This one is larger than any program makes, and some take at most 1 GiB.',
    meaning: 'Opening the file takes long everywhere, and OpenVMM refuses it.',
    advice:
      'If the image is yours, make a new one with a log of a few MiB and copy the disk into it.',
  },
  'log.orphan-data-sectors': {
    rule: 'Sectors that begin like the data of a log entry lie in the log, but no entry that is left describes them.',
    meaning:
      'The log is a ring: newer entries have overwritten the beginnings of older ones. It is history, and no sign of tampering. The sectors still show 4,084 bytes each of what was once written.',
    advice: 'Nothing. For an investigation they can be worth reading.',
  },
  'log.stale-session': {
    rule: 'Valid entries with another LogGuid than the header’s have been left by an earlier session, or an earlier entry: QEMU gives each of its entries a GUID of its own.',
    meaning: 'They will never be applied again. They show what was changed at that time.',
    advice: 'Nothing; read them where the past of the file matters.',
  },
  'log.sequence-wraps': {
    rule: 'The log is a ring. The entries that are to be replayed begin near its end and go on at its start, as they may.',
    meaning:
      'All is in order by MS-VHDX, and this app replays the entries in their order. QEMU takes only the part behind the wrap and loses the entries before it, without a word.',
    advice:
      'Do not have this file repaired by qemu-img. Save the replayed copy here, or use Windows.',
  },
  'log.full': {
    rule: 'The entries that are to be replayed fill every sector of the log. The format allows it.',
    meaning:
      'The file can be replayed. Some programs cannot: OpenVMM skips a log that is exactly full.',
    advice:
      'Prefer the replayed copy that you save here over opening the file with another program.',
  },
} as const satisfies Record<keyof typeof logRegionRules, Explanation>
