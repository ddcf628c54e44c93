/** What is said to somebody whose file is no VHDX: what it is, and what to do with it. */
import type { FileKind } from '../kind-words.ts'

export interface ForeignWords {
  /** What it is: a sentence or two behind its name. */
  readonly note: string
  /** What to do: a sentence or two; the commands follow. `undefined` where the note is all. */
  readonly advice?: string
  /** FILE stands for the file. */
  readonly commands?: readonly ForeignCommand[]
}

/** What the commands are to be read with. */
export const FILE_STANDS = 'FILE stands for this file.'

export interface ForeignCommand {
  readonly system: 'Windows' | 'Linux' | 'Windows or Linux'
  readonly command: string
}

const convert = (format: string): ForeignCommand => ({
  system: 'Windows or Linux',
  command: `qemu-img convert -p -f ${format} -O vhdx FILE disk.vhdx`,
})

const CONVERT = 'Use it with its own program, or convert it into a VHDX.'

const VHD: ForeignWords = {
  note: 'The older format of Virtual PC and Hyper-V, with the cookie “conectix”. It has no log.',
  advice: 'Windows attaches it as it is. To have a VHDX, convert it.',
  commands: [
    { system: 'Windows', command: 'Convert-VHD -Path FILE -DestinationPath disk.vhdx' },
    { system: 'Linux', command: 'qemu-img convert -p -f vpc -O vhdx FILE disk.vhdx' },
  ],
}

const MACHINE =
  'No disk is in it. The disks of the machine are the .vhdx and .avhdx files of its folder Virtual Hard Disks: open those.'

const TRACKING: ForeignWords = {
  note: 'Hyper-V notes in it which parts of a disk have changed since the last backup. No data of the disk are in it.',
  advice: 'Open the disk of the same name, without the last ending.',
}

const CREATE: ForeignCommand = {
  system: 'Windows or Linux',
  command: 'vhdx-inspector create disk.vhdx --from FILE',
}

const RAW: ForeignWords = {
  note: 'It holds the sectors of the disk themselves, without a container.',
  advice: 'Write it to a disk, or make a VHDX of it.',
  commands: [CREATE],
}

/** An archive that `command` unpacks on Linux; 7-Zip on Windows. What is the same on both is one command. */
const packed = (command: string, windows = '7z x FILE'): ForeignWords => ({
  note: 'The image may be inside: extract it first.',
  commands:
    command === windows
      ? [{ system: 'Windows or Linux', command }]
      : [
          { system: 'Windows', command: windows },
          { system: 'Linux', command },
        ],
})

const ANSWER: ForeignWords = {
  note: 'A server has most likely answered with this text instead of the file: the download has failed.',
  advice:
    'Read it in a browser or an editor: it may say why. Then download the file again, signed in if need be.',
}

/** Each fact once: the app and the command line show these. */
export const FOREIGN_WORDS: Readonly<Record<FileKind, ForeignWords>> = {
  vhdx: { note: 'The findings say what is missing.' },
  vhd: VHD,
  'vhd-fixed': VHD,
  'vhd-dynamic': VHD,
  'vhd-differencing': {
    note: `${VHD.note} What is not in it is in its parent.`,
    advice:
      'Its parent must lie where it says. Convert it together with the parent, or merge it into that.',
    commands: [{ system: 'Windows', command: 'Convert-VHD -Path FILE -DestinationPath disk.vhdx' }],
  },
  vhds: {
    note: 'A small file by which several machines share a disk. The disk itself is in an .avhdx file beside it.',
    advice: 'Open that .avhdx file here: it is a VHDX.',
  },
  vmgs: { note: 'Firmware variables and TPM of a virtual machine.', advice: MACHINE },
  vmcx: { note: 'The settings or the memory of a virtual machine.', advice: MACHINE },
  rct: TRACKING,
  mrt: TRACKING,
  vmdk: { note: 'A disk of VMware.', advice: CONVERT, commands: [convert('vmdk')] },
  'vmdk-descriptor': {
    note: 'A text of VMware that names the files with the data, which lie beside it.',
    advice: `${CONVERT} The files that it names must be in the same folder.`,
    commands: [convert('vmdk')],
  },
  vdi: { note: 'A disk of VirtualBox.', advice: CONVERT, commands: [convert('vdi')] },
  qcow: { note: 'An old disk of QEMU.', advice: CONVERT, commands: [convert('qcow')] },
  qcow2: { note: 'A disk of QEMU.', advice: CONVERT, commands: [convert('qcow2')] },
  ewf: {
    note: 'A forensic image of a disk, in the format of EnCase, with hashes of its data.',
    advice: 'Mount it with libewf, or with a forensic program; what is mounted is the raw disk.',
    commands: [{ system: 'Linux', command: 'ewfmount FILE /mnt/ewf' }],
  },
  iso: {
    note: 'The image of an optical disc.',
    advice: 'Mount it as a disc.',
    commands: [
      { system: 'Windows', command: 'Mount-DiskImage -ImagePath FILE' },
      { system: 'Linux', command: 'sudo mount -o loop,ro FILE /mnt' },
    ],
  },
  'raw-gpt': RAW,
  'raw-mbr': RAW,
  volume: {
    note: 'It holds one file system, or what encrypts or manages one, without a disk around it.',
    advice:
      'Mount it where its file system is known. A VHDX that is made of it has no partitions either.',
    commands: [{ system: 'Linux', command: 'sudo mount -o loop,ro FILE /mnt' }, CREATE],
  },
  zip: packed('unzip FILE'),
  '7z': packed('7z x FILE'),
  rar: packed('unrar x FILE'),
  cab: packed('cabextract FILE', 'expand FILE -F:* .'),
  tar: packed('tar -xf FILE', 'tar -xf FILE'),
  gzip: packed('gzip -dk FILE'),
  xz: packed('xz -dk FILE'),
  bzip2: packed('bzip2 -dk FILE'),
  zstd: packed('zstd -d FILE'),
  html: ANSWER,
  xml: ANSWER,
  json: ANSWER,
  'lfs-pointer': {
    note: 'It stands for a large file, which the repository has elsewhere.',
    advice: 'Fetch the file itself, in a clone of the repository.',
    commands: [{ system: 'Windows or Linux', command: 'git lfs pull' }],
  },
  'all-zero': {
    note: 'The file may have been wiped, or restored as a sparse file without its data.',
    advice: 'Copy or restore it again.',
  },
  empty: {
    note: 'It has no bytes at all: a copy or a download may have failed.',
    advice: 'Copy or download it again.',
  },
  unknown: { note: 'Its first bytes are not known here.' },
}

const BY_NAME: Readonly<Record<string, FileKind>> = {
  vhds: 'vhds',
  vmgs: 'vmgs',
  vmcx: 'vmcx',
  vmrs: 'vmcx',
  rct: 'rct',
  mrt: 'mrt',
}

/** What a file is that its content does not tell, by the ending of its name; else as it was found. */
export function kindByName(kind: FileKind, name: string): FileKind {
  if (kind !== 'unknown' && kind !== 'all-zero') return kind
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(BY_NAME, ending) ? (BY_NAME[ending] ?? kind) : kind
}
