/** What a file can be; and for what is no VHDX, what it is called. */

/** Completes the sentence "it looks like …". */
export const KIND_WORDS = {
  vhdx: 'a VHDX image',
  vhd: 'a VHD image',
  'vhd-fixed': 'a fixed VHD image',
  'vhd-dynamic': 'a dynamic VHD image',
  'vhd-differencing': 'a differencing VHD image',
  vhds: 'a VHD Set',
  vmgs: 'the guest state of a virtual machine (VMGS)',
  vmcx: 'a configuration or saved state of Hyper-V (VMCX or VMRS)',
  rct: 'a change tracking file of Hyper-V (RCT)',
  mrt: 'a change tracking file of Hyper-V (MRT)',
  vmdk: 'a VMDK image',
  'vmdk-descriptor': 'the descriptor of a VMDK image',
  vdi: 'a VDI image',
  qcow: 'a QCOW image of version 1',
  qcow2: 'a QCOW2 image',
  ewf: 'an EWF image (E01, Ex01)',
  iso: 'an ISO image',
  'raw-gpt': 'a raw disk image with a GPT',
  'raw-mbr': 'a raw disk image with an MBR',
  volume: 'a volume without a partition table',
  zip: 'a ZIP archive',
  '7z': 'a 7z archive',
  rar: 'a RAR archive',
  cab: 'a CAB archive',
  tar: 'a tar archive',
  gzip: 'a gzip archive',
  xz: 'an xz archive',
  bzip2: 'a bzip2 archive',
  zstd: 'a Zstandard archive',
  html: 'a page of the web (HTML)',
  xml: 'an XML document',
  json: 'a JSON document',
  'lfs-pointer': 'a pointer of Git LFS',
  'all-zero': 'a wiped or never written file that begins with zeros only',
  empty: 'an empty file',
  unknown: 'a file of another kind',
} as const

export type FileKind = keyof typeof KIND_WORDS

/** Kinds whose file is what a disk holds, and nothing else. */
const RAW_KINDS: readonly FileKind[] = ['raw-gpt', 'raw-mbr', 'volume']

export const isRaw = (kind: FileKind): boolean => RAW_KINDS.includes(kind)

/** A kind, and of a volume the file system or what else is on it: "ext4". */
export interface FoundKind {
  readonly kind: FileKind
  readonly fileSystem?: string
}

/** As `KIND_WORDS`, with the name of the file system. */
export const kindWords = ({ kind, fileSystem }: FoundKind): string =>
  kind === 'volume' && fileSystem !== undefined
    ? `a volume (${fileSystem}) without a partition table`
    : KIND_WORDS[kind]
