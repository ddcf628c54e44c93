/** About known faults of programs. */
import type { producerRules } from '../catalogue/producer.ts'
import type { Explanation } from './explanation.ts'

export const producerExplanations = {
  'producer.qemu-shifted-bitmap': {
    rule: 'A disk without parent has no sector bitmaps, and QEMU leaves their entries zero. That one holds a payload block’s state shows that QEMU shifted that sector of the BAT by one entry, when it changed the first entry of the sector (issue 727).',
    meaning:
      'By itself it is harmless: nobody reads the entry. After a conversion in order all blocks are written again behind the shift, and this trace is all that is left. If blocks were moved, another finding says so.',
    advice:
      'Compare the disk with its source if you have it. Convert images with a newer QEMU in future.',
  },
  'producer.qemu-shifted-bat': {
    rule: 'When QEMU changed the first entry of a sector of the BAT, it gave each of the other 511 entries what stood to the left of it, and lost the last one (issue 727). The evidence is in the message: places of blocks where sector bitmaps belong, lost blocks, and entries of the log before and after the shift.',
    meaning:
      'Blocks of the disk show the data of their neighbours, and some are not found at all. The data themselves are mostly still in the file. Whoever writes to the disk now damages it further.',
    advice:
      'Stop using the image and copy it. Where the log proves what the entries should be, export the repaired BAT, put it into the copy, and check the file system before you trust it; sectors without proof stay as they are.',
  },
  'producer.cloud-hypervisor-headers': {
    rule: 'Before December 2024 cloud-hypervisor copied rubbish from its memory behind the fields of both headers, and made the checksum over other bytes than it wrote.',
    meaning:
      'No program opens the file any more, though every field that matters is whole. Nothing of the disk is lost by it. cloud-hypervisor also writes the BAT without the log, so that a crash can have left it half written.',
    advice:
      'Export the repaired headers and put them into a copy of the file: 4 KiB at 64 KiB and 4 KiB at 128 KiB. Then open the copy here and look at its other findings.',
  },
  'producer.qemu-inactive-header': {
    rule: 'A header without signature whose checksum is right was written like that on purpose: damage would break the checksum. Old versions of QEMU did it with the header that is not current.',
    meaning:
      'The file can be read by its other header. It has no spare, as with a damaged header, but the storage is not to blame.',
    advice:
      'Open and close the image for writing once with a newer program: it writes both headers anew.',
  },
  'producer.qemu-header-junk': {
    rule: 'The header is valid, and its reserved part holds bytes: QEMU computed the checksum over memory that it had not cleared.',
    meaning:
      'The disk is not affected. The bytes come from the memory of the QEMU that wrote them, which may be a concern if the image is passed on.',
    advice:
      'Look at them before you publish the file. A replay or a header update by this app writes zeros.',
  },
  'producer.disk2vhd-twin-headers': {
    rule: 'Disk2vhd, which names itself d2v, writes one header twice, with the same sequence number.',
    meaning:
      'The file is as Disk2vhd made it, and nobody has written to it since: the first writer would change a header.',
    advice: 'Nothing. It is evidence that the image is in its original state.',
  },
  'producer.qemu-file-not-extended': {
    rule: 'After a replay the file must be as long as the newest entry says. QEMU extends it only where that is no whole number of MiB, so that in practice it does not.',
    meaning:
      'Blocks that the BAT names lie behind the end of the file. They were new and not written yet, or what was written is lost.',
    advice:
      'In a copy, lengthen the file to the size that the entry states: the blocks then read as zeros. Check the file system on the disk.',
  },
  'producer.replayed-log-kept': {
    rule: 'All that the log says is in place, but the header still names it. Between the two headers FileWriteGuid has changed, which happens when a file is opened for writing.',
    meaning:
      'A program has replayed the log, used the file, and left the log in force. As long as nothing newer was written to the same tables, another replay does no harm; later it would turn the BAT back and lose blocks.',
    advice:
      'Empty the log before the image is used again: save the replayed copy, which changes nothing else.',
  },
} as const satisfies Record<keyof typeof producerRules, Explanation>
