/** What a file is by its magic numbers. */
import { FILE_SIGNATURE } from '../format/file-identifier.ts'

export type FileKind =
  | 'vhdx'
  | 'vhd'
  | 'vmdk'
  | 'qcow2'
  | 'vdi'
  | 'raw-gpt'
  | 'raw-mbr'
  | 'zip'
  | 'gzip'
  | 'iso'
  | 'all-zero'
  | 'empty'
  | 'unknown'

/** Completes the sentence "it looks like …". */
export const KIND_WORDS: Readonly<Record<FileKind, string>> = {
  vhdx: 'a VHDX image',
  vhd: 'a VHD image',
  vmdk: 'a VMDK image',
  qcow2: 'a QCOW2 image',
  vdi: 'a VDI image',
  'raw-gpt': 'a raw disk image with a GPT',
  'raw-mbr': 'a raw disk image with an MBR',
  zip: 'a ZIP archive',
  gzip: 'a gzip archive',
  iso: 'an ISO image',
  'all-zero': 'a wiped or never written file that begins with zeros only',
  empty: 'an empty file',
  unknown: 'a file of another kind',
}

/** `text` has one character per byte. */
interface Magic {
  readonly kind: FileKind
  readonly at: number
  readonly text: string
}

const VHD_COOKIE = 'conectix'

const BEGINNINGS: readonly Magic[] = [
  { kind: 'vhdx', at: 0, text: FILE_SIGNATURE },
  { kind: 'vhd', at: 0, text: VHD_COOKIE },
  { kind: 'vmdk', at: 0, text: 'KDMV' },
  { kind: 'vmdk', at: 0, text: '# Disk DescriptorFile' },
  { kind: 'qcow2', at: 0, text: 'QFI\xfb' },
  { kind: 'vdi', at: 64, text: '\x7f\x10\xda\xbe' },
  { kind: 'vdi', at: 0, text: '<<< ' },
  { kind: 'zip', at: 0, text: 'PK\x03\x04' },
  { kind: 'gzip', at: 0, text: '\x1f\x8b' },
]

/** Of a fixed VHD; early versions of Virtual PC wrote a footer of 511 bytes. */
const ENDINGS: readonly Magic[] = [
  { kind: 'vhd', at: 0, text: VHD_COOKIE },
  { kind: 'vhd', at: 1, text: VHD_COOKIE },
]

/** What a fixed VHD can begin with, too: looked for behind its footer. An ISO may carry an MBR. */
const CONTENTS: readonly Magic[] = [
  { kind: 'iso', at: 32769, text: 'CD001' },
  { kind: 'raw-gpt', at: 512, text: 'EFI PART' },
  { kind: 'raw-gpt', at: 4096, text: 'EFI PART' },
  { kind: 'raw-mbr', at: 510, text: '\x55\xaa' },
]

function find(magics: readonly Magic[], bytes: Uint8Array): FileKind | undefined {
  const matches = ({ at, text }: Magic): boolean =>
    [...text].every((character, i) => bytes[at + i] === character.charCodeAt(0))
  return magics.find(matches)?.kind
}

/** By the first bytes of a file; 128 will do. */
export const kindByBeginning = (head: Uint8Array): FileKind | undefined => find(BEGINNINGS, head)

/** By the last 512 bytes of a file. */
export const kindByEnd = (tail: Uint8Array): FileKind | undefined => find(ENDINGS, tail)

/** By what the disk inside holds: the first 64 KiB of a file that is nothing by beginning and end. */
export const kindByContent = (head: Uint8Array): FileKind | undefined => find(CONTENTS, head)
