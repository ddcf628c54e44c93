/** About what a replay of the log would do. */
import type { replayRules } from '../catalogue/replay.ts'
import type { Explanation } from './explanation.ts'

export const replayExplanations = {
  'replay.truncated': {
    rule: 'The newest entry says how long the file was for certain when it was written. The file is shorter now, and such a file must not be opened.',
    meaning:
      'The end of the file is missing: blocks of the disk lie there. A copy that stopped early is the usual cause.',
    advice:
      'Get the whole file. Do not lengthen this one with zeros unless there is no other copy: it would open, with holes in the data.',
  },
  'replay.extends-file': {
    rule: 'The replay makes the file longer, as its entries ask for.',
    meaning:
      'Blocks were being added when the writer stopped. Where no entry writes, the new end reads as zeros.',
    advice: 'Make sure that there is room for the greater size where you save the copy.',
  },
  'replay.changes-nothing': {
    rule: 'Everything that the active sequence writes stands in its place already.',
    meaning:
      'The log was applied, and only the last step is missing, the one that empties it. The disk reads the same before and after.',
    advice: 'Save the replayed copy to get a clean file; nothing of the disk will change.',
  },
  'replay.breaks-children': {
    rule: 'A child knows its parent by the parent’s DataWriteGuid. A replay must not change it, since the disk stays the same; QEMU gives each header a new one.',
    meaning:
      'If qemu-img repairs the parent, the children no longer recognise it, and Hyper-V refuses to open the chain.',
    advice:
      'Replay the parent here or with Windows, never with qemu-img check -r all, or keep a copy of it from before.',
  },
  'replay.diverges-qemu': {
    rule: 'QEMU replays a log by other rules than MS-VHDX. The app has gone through the log as QEMU does, and the file would not become the same.',
    meaning:
      'With qemu-img check -r all the file becomes a wrong one, or is left half written, or the program refuses it or does not come back. It reports success where it writes the wrong one.',
    advice:
      'Do not run qemu-img check -r all on this file. Save the replayed copy here, or have Windows replay it.',
  },
  'replay.targets-header': {
    rule: 'The log must not write to the file identifier or to the headers, which lie below 192 KiB.',
    meaning:
      'No honest writer logs that. Applying it would destroy what names the log itself, so that the replay is refused as a whole. QEMU obeys such an entry.',
    advice:
      'Treat the file as damaged or hostile. Keep it away from programs that replay without asking.',
  },
  'replay.targets-log': {
    rule: 'An entry of the log must not write into the log.',
    meaning: 'A replay would overwrite entries that are still to be applied. It is refused.',
    advice:
      'Look at what the rest of the sequence does; the blocks can be read as they are on disk.',
  },
  'replay.target-out-of-range': {
    rule: 'A descriptor names a place beyond 2^53-1 bytes, where no file reaches.',
    meaning:
      'It is damage or a trap for careless programs. Nothing is allocated for it, and the replay is refused.',
    advice: 'Do not try to replay this log by other means; see what the disk holds without it.',
  },
  'replay.last-file-offset-out-of-range': {
    rule: 'LastFileOffset of the newest entry, to which the file would have to be extended, is beyond 2^53-1 bytes.',
    meaning: 'No file can become so long, so that the replay cannot be completed and is not begun.',
    advice:
      'Look at the entries one by one; the writes themselves may be sound and can be read on the Log screen.',
  },
  'replay.too-many-writes': {
    rule: 'This app plans at most 262,144 writes for one replay, which is a GiB of data.',
    meaning:
      'No known program makes such a log. The limit keeps a made-up file from using up the memory.',
    advice:
      'If the file is genuine, replay it with the program that made it, and tell the makers of this app.',
  },
  'replay.targets-payload': {
    rule: 'The log is for metadata. It must not be used for what lies in payload blocks.',
    meaning:
      'The replay writes into the contents of the disk, which may be newer than the entry. It is done all the same, since the format says what a valid entry does.',
    advice:
      'Compare before and after at this place on the Disk screen. If the old data look right, keep the original.',
  },
  'replay.zero-run-excessive': {
    rule: 'A zero descriptor covers more bytes than the file has, with a block to spare.',
    meaning:
      'Applied by a simple program it fills the storage with zeros. Here it is answered at once, as a range, and the copy is made sparse where that is possible.',
    advice: 'Do not save or replay the file where space is short, and ask where it comes from.',
  },
  'replay.beyond-last-file-offset': {
    rule: 'An entry writes behind the end that the newest entry states for all structures.',
    meaning:
      'The two contradict each other. The write is made, and the file becomes as long as it needs.',
    advice: 'See which structure the write belongs to; a table so far behind is unusual.',
  },
  'replay.duplicate-target': {
    rule: 'Several entries write to the same place, as entries of a busy BAT do. They are applied in order, and the last one stands.',
    meaning:
      'Nothing is wrong. The result depends on the order, so that programs which get it wrong make another file.',
    advice: 'Use the steps on the Replay screen to see what each entry adds.',
  },
} as const satisfies Record<keyof typeof replayRules, Explanation>
