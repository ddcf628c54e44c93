/** Each diagnosis by its name: what it is, and what leaves such a state behind. */
import type { DiagnosisId } from './verdict.ts'

interface CauseWords {
  readonly title: string
  /** What has mostly happened, in a sentence or two. */
  readonly cause: string
}

export const CAUSE_WORDS: Readonly<Record<DiagnosisId, CauseWords>> = {
  'identifier-damaged': {
    title: 'The first bytes are damaged',
    cause:
      'Something has written over the beginning of the file: a tool that initialised a disk, a script, or a program that encrypts files from their beginning. The rest may be whole.',
  },
  'encrypted-or-overwritten': {
    title: 'The file is encrypted, or was overwritten',
    cause:
      'A program that extorts money encrypts files as a whole, only their beginning, or pieces at intervals; so does a program that erases them. What it has not reached is still there.',
  },
  'head-wiped': {
    title: 'The beginning of the file is gone',
    cause:
      'Something has written over the first MiB, where a VHDX says what it is and where everything is in it: a tool that initialised or partitioned a disk, or a program that was given the wrong file to write to.',
  },
  'headers-lost': {
    title: 'Both headers are damaged',
    cause:
      'A VHDX has two headers, and writes one at a time, so that a crash leaves one. Both are lost where something else wrote over the first 192 KiB.',
  },
  'region-tables-lost': {
    title: 'Both region tables are damaged',
    cause:
      'The tables at 192 and 256 KiB say where metadata and block allocation table are. They are written once, when the file is made: what damaged them was no crash of the host.',
  },
  'metadata-lost': {
    title: 'The metadata is damaged',
    cause:
      'The size of the disk, of its blocks and of its sectors stand in the metadata region, once. Something else has written there.',
  },
  'header-doubt': {
    title: 'The newer header is damaged',
    cause:
      'Of its two headers a VHDX goes by the newer one, and that one was damaged after it was written: a bad sector, or a program that wrote over it. The older one, which is whole, knows nothing of what was done since.',
  },
  'log-lost': {
    title: 'The log cannot be replayed',
    cause:
      'The file was open when its host stopped, and what had to be replayed then is not all there: a write to the log was lost, or the file was changed since.',
  },
  'cut-off': {
    title: 'The file is cut off',
    cause:
      'Mostly, a copy or a download ended early, a volume was full, or a file system was repaired and gave the end of the file away.',
  },
  'host-full': {
    title: 'The file ends before what its log promises',
    cause:
      'The log names a length that the file does not have. The volume was mostly full when the file was to grow, or the file was copied while it was in use.',
  },
  'bat-wiped': {
    title: 'The table of blocks is empty',
    cause:
      'The block allocation table says that the disk holds nothing, but the file is full. Zeros were written over the table, or a file system lost the write of it.',
  },
  'bat-overlaps': {
    title: 'Parts of the file are claimed twice',
    cause:
      'Two blocks have one place, or a block lies on a structure. A program that writes VHDX files did its accounts wrongly, or the table was written over.',
  },
  'blocks-unreadable': {
    title: 'Blocks whose place is not known',
    cause: 'Entries of the block allocation table say what none can say: bytes of it were damaged.',
  },
  'shifted-bat': {
    title: 'QEMU has mixed up blocks',
    cause:
      'Older versions of QEMU shifted entries of the block allocation table by one, where the entry of a sector bitmap stands between those of blocks (qemu#727).',
  },
  'given-up': {
    title: 'Parts of the disk were given up',
    cause:
      'What a damaged file had lost cannot be made again: where it was, the salvaged copy holds zeros.',
  },
  'copy-lost': {
    title: 'One copy of two is damaged',
    cause:
      'Headers and region tables stand twice. A crash leaves one of two headers damaged, which is what there are two for; the next program that writes makes it again.',
  },
  'rules-broken': {
    title: 'Rules of the format are broken',
    cause: 'A program wrote the file otherwise than MS-VHDX says, or bytes of it were damaged.',
  },
  'parent-missing': {
    title: 'The parent is missing',
    cause:
      'A differencing disk, such as a checkpoint of Hyper-V, holds only what differs from its parent. The parent was moved, renamed or deleted, or not given here.',
  },
  'parent-changed': {
    title: 'The parent has changed',
    cause:
      'Something was written to the parent after the child was made, for example because the parent was attached by itself. Windows refuses such a chain (0xC03A000E).',
  },
  'parent-wrong': {
    title: 'A file given is not a parent of this disk',
    cause: 'Another disk has the name of the parent, or another file was chosen.',
  },
  'parent-damaged': {
    title: 'The parent is damaged',
    cause: 'The child is whole, but the disk is read through a parent that is not.',
  },
}
