/** Each diagnosis by its name: what it is, what leaves such a state behind, how it is told, and its ways out. */
import type { DiagnosisId } from './verdict.ts'
import type { WayId } from './way-words.ts'

interface CauseWords {
  readonly title: string
  /** What has mostly happened, in a sentence or two. */
  readonly cause: string
  /** By which evidence it is told, and from what looks like it. */
  readonly told: string
  /** All that it can name, the safest first; each image has those of them that apply. */
  readonly ways: readonly WayId[]
}

const PARENT_TOLD =
  'By the parent locator, and by the current header of each file that was given; a header that is not current excuses nothing.'

export const CAUSE_WORDS: Readonly<Record<DiagnosisId, CauseWords>> = {
  'encrypted-or-overwritten': {
    title: 'The file is encrypted, or was overwritten',
    cause:
      'A program that extorts money encrypts files as a whole, only their beginning, or pieces at intervals; so does a program that erases them. What it has not reached is still there.',
    told: 'A place that must hold a structure (identifier, header, region table, metadata, table of blocks, log; on the disk, the GPT whose copy at its end is left, or a file system whose spare superblocks or boot sector are) holds bytes with the statistics of random ones. 256 places over the file then say how far it goes. A disk that is full of compressed or encrypted data is none: its blocks may hold anything.',
    ways: ['backup', 'export', 'salvage-together', 'findings'],
  },
  'identifier-damaged': {
    title: 'The first bytes are damaged',
    cause:
      'Something has written over the beginning of the file: a tool that initialised a disk, a script, or a program that encrypts files from their beginning. The rest may be whole.',
    told: 'The first 8 bytes are not “vhdxfile”, and a header behind them has the right checksum.',
    ways: ['salvage-identifier', 'salvage-together', 'export-before', 'findings', 'copy-again'],
  },
  'head-wiped': {
    title: 'The beginning of the file is gone',
    cause:
      'Something has written over the first MiB, where a VHDX says what it is and where everything is in it: a tool that initialised or partitioned a disk, or a program that was given the wrong file to write to.',
    told: 'No header is whole, and metadata of a disk stand at a whole MiB of the first 256 MiB; a table of blocks that belongs to them, and the log, are looked for there as well. A file that is known to be another thing, such as a raw disk that holds a VHDX, is none.',
    ways: ['salvage-together', 'salvage-with-value', 'copy-again', 'findings', 'original'],
  },
  'headers-lost': {
    title: 'Both headers are damaged',
    cause:
      'A VHDX has two headers, and writes one at a time, so that a crash leaves one. Both are lost where something else wrote over the first 192 KiB.',
    told: 'Neither has the right signature and checksum, or both have the same number and say different things.',
    ways: [
      'salvage-headers-repaired',
      'salvage-headers-anew',
      'salvage-together',
      'salvage-with-value',
      'findings',
    ],
  },
  'region-tables-lost': {
    title: 'Both region tables are damaged',
    cause:
      'The tables at 192 and 256 KiB say where metadata and block allocation table are. They are written once, when the file is made: what damaged them was no crash of the host.',
    told: 'Neither has the right signature and checksum, or the one that has lists no place for metadata or table of blocks.',
    ways: [
      'salvage-region-tables-anew',
      'salvage-together',
      'salvage-with-value',
      'findings',
      'original',
    ],
  },
  'metadata-lost': {
    title: 'The metadata is damaged',
    cause:
      'The size of the disk, of its blocks and of its sectors stand in the metadata region, once. Something else has written there.',
    told: 'The table of the metadata is damaged, or an item that every reader needs is missing or impossible.',
    ways: [
      'salvage-metadata-anew',
      'salvage-together',
      'salvage-with-value',
      'findings',
      'original',
    ],
  },
  'header-doubt': {
    title: 'The newer header is damaged',
    cause:
      'Of its two headers a VHDX goes by the newer one, and that one was damaged after it was written: a bad sector, or a program that wrote over it. The older one, which is whole, knows nothing of what was done since.',
    told: 'The damaged header has the greater SequenceNumber, names another log, and leads to another disk than the whole one. One that is older, or that a crash tore while it was being written, is only a copy that is lost.',
    ways: ['salvage-by-other-header', 'salvage-second-header', 'findings'],
  },
  'log-lost': {
    title: 'The log cannot be replayed',
    cause:
      'The file was open when its host stopped, and what had to be replayed then is not all there: a write to the log was lost, or the file was changed since.',
    told: 'The current header names a log, and its ring holds no valid and complete sequence of entries.',
    ways: [
      'export-before',
      'salvage-log-up-to',
      'salvage-by-other-header',
      'salvage-without-log',
      'findings',
      'original',
    ],
  },
  'cut-off': {
    title: 'The file is cut off',
    cause:
      'Mostly, a copy or a download ended early, a volume was full, or a file system was repaired and gave the end of the file away.',
    told: 'Blocks that the table names lie past the end of the file. A last block that is only as long as the disk needs it is whole.',
    ways: ['copy-again', 'export', 'export-before', 'salvage-lengthened', 'salvage-without-log'],
  },
  'host-full': {
    title: 'The file ends before what its log promises',
    cause:
      'The log names a length that the file does not have. The volume was mostly full when the file was to grow, or the file was copied while it was in use.',
    told: 'FlushedFileOffset of the log is behind the end of the file, and no block of the table is.',
    ways: ['copy-again', 'salvage-lengthened', 'export-before', 'salvage-without-log'],
  },
  'bat-wiped': {
    title: 'The table of blocks is empty',
    cause:
      'The block allocation table says that the disk holds nothing, but the file is full. Zeros were written over the table, or a file system lost the write of it.',
    told: 'No block has a place, and space that nobody owns holds data, or the disk is fixed and must have all its blocks. An empty disk with room at its end is none.',
    ways: [
      'copy-again',
      'salvage-bat-from-log',
      'salvage-bat-linear',
      'export-unowned',
      'findings',
    ],
  },
  'shifted-bat': {
    title: 'QEMU has mixed up blocks',
    cause:
      'Older versions of QEMU shifted entries of the block allocation table by one, where the entry of a sector bitmap stands between those of blocks (qemu#727).',
    told: 'In a file of QEMU, entries of sector bitmaps hold what those of blocks would; the log proves it, or the places themselves do, which QEMU gives in the order of time. Where only blocks of zeros were moved it is harmless, and none.',
    ways: ['salvage-bat-shifted-back', 'repaired', 'findings'],
  },
  'bat-overlaps': {
    title: 'Parts of the file are claimed twice',
    cause:
      'Two blocks have one place, or a block lies on a structure. A program that writes VHDX files did its accounts wrongly, or the table was written over.',
    told: 'By all entries of the table, the regions, and the place of the log. Whose the bytes are is told by signatures, checksums and entries of the log that stand there, by what of the guest’s tables and file systems is found through one of two blocks, and by the entry of the log that gave one of them the place later.',
    ways: ['export', 'export-before', 'export-unowned', 'findings'],
  },
  'blocks-unreadable': {
    title: 'Blocks whose place is not known',
    cause: 'Entries of the block allocation table say what none can say: bytes of it were damaged.',
    told: 'Entries have a state that there is not, or no place; or the table itself is cut.',
    ways: ['export', 'export-before', 'findings'],
  },
  'copy-lost': {
    title: 'One copy of two is damaged',
    cause:
      'Headers and region tables stand twice. A crash leaves one of two headers damaged, which is what there are two for; the next program that writes makes it again.',
    told: 'Signature or checksum of one copy is wrong, and the other one is whole.',
    ways: ['salvage-second-header', 'salvage-second-region-table', 'findings'],
  },
  'given-up': {
    title: 'Parts of the disk were given up',
    cause:
      'What a damaged file had lost cannot be made again: where it was, the salvaged copy holds zeros.',
    told: 'By the plan of a salvage, and nowhere else: who reads the copy finds nothing wrong with it.',
    ways: ['copy-again', 'export'],
  },
  'rules-broken': {
    title: 'Rules of the format are broken',
    cause: 'A program wrote the file otherwise than MS-VHDX says, or bytes of it were damaged.',
    told: 'By findings that no other diagnosis explains.',
    ways: ['export-before', 'findings', 'original'],
  },
  'parent-missing': {
    title: 'The parent is missing',
    cause:
      'A differencing disk, such as a checkpoint of Hyper-V, holds only what differs from its parent. The parent was moved, renamed or deleted, or not given here.',
    told: PARENT_TOLD,
    ways: ['give-parent'],
  },
  'parent-moved': {
    title: 'The parent has another name',
    cause:
      'The parent, or the folder of the child, was moved or renamed. A child finds its parent by the paths in its locator, and by nothing else.',
    told: 'The file is the parent by its DataWriteGuid, and no path of the locator ends with its name, in any case.',
    ways: ['rename-parent', 'relink'],
  },
  'parent-changed': {
    title: 'The parent has changed',
    cause:
      'Something was written to the parent after the child was made, for example because the parent was attached by itself. Windows refuses such a chain (0xC03A000E).',
    told: PARENT_TOLD,
    ways: ['give-parent', 'accept-changed', 'relink'],
  },
  'parent-wrong': {
    title: 'A file given is not a parent of this disk',
    cause: 'Another disk has the name of the parent, or another file was chosen.',
    told: PARENT_TOLD,
    ways: ['give-parent'],
  },
  'parent-refused': {
    title: 'The parent cannot be opened',
    cause:
      'The format forbids opening the parent as it is: what only it has of the disk is not read, unless somebody takes the risk.',
    told: 'By the outcome of the parent itself.',
    ways: ['give-parent', 'parent-before', 'parent-salvaged'],
  },
  'parent-damaged': {
    title: 'The parent is damaged',
    cause: 'The child is whole, but the disk is read through a parent that is not.',
    told: 'By the verdict on the parent itself.',
    ways: ['give-parent', 'parent-before', 'parent-salvaged'],
  },
  'guest-initialised-over': {
    title: 'The disk was initialised over a file system',
    cause:
      'Somebody was asked whether the disk shall be initialised, or divided it anew. That writes a new table over the beginning of what was there, and leaves the rest.',
    told: 'No partition has a file system that is known, and at a place where volumes mostly begin there is one, or spare superblocks (ext at groups 1, 3, 5, 7, 9, 25 …, XFS, Btrfs) or copies of boot sectors (NTFS, FAT32, exFAT) say that there was. What is left from long ago looks the same; a disk with partitions for what is not known here is none.',
    ways: ['export', 'findings'],
  },
  'guest-table-moved': {
    title: 'The partition table is from another size of disk',
    cause:
      'The disk was made larger or smaller after it was divided, or its bytes were copied from a disk with sectors of another size.',
    told: 'A GPT counts in other sectors than the disk has, or its second copy is not in the last sector: where the disk ended before it has grown, which is no fault, or behind the end of a disk that was larger.',
    ways: ['export', 'findings'],
  },
  'guest-file-system-errors': {
    title: 'What a file system says of itself',
    cause:
      'The image keeps the bytes that the guest wrote. Whether its file systems are in order is the guest’s affair: they were in use, their drivers met errors, or their place has another size.',
    told: 'ext, NTFS, FAT and exFAT say whether they were closed, and with XFS and Btrfs whether errors were met; all say how large they are. A journal that waits or a mark of being in use is usual for a machine that was running, and leaves the image sound.',
    ways: ['guest-mounts', 'guest-grows', 'check-copy', 'export', 'findings'],
  },
}
