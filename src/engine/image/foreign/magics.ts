/** What a file begins with, where that alone says what it is. Two bytes are not believed: more of the format is asked for. */
import type { FileKind } from '../kind-words.ts'
import type { Sample } from './sample.ts'

const BZIP2_BLOCKS = ['1AY&SY', '\x17rE8P\x90']

interface Magic {
  readonly kind: FileKind
  readonly at: number
  /** One character for each byte. */
  readonly text: string
  /** What else must be so. */
  and?(sample: Sample): boolean
}

/** A new kind goes where its own specification says, and by more than four bytes where the format has them. */
const MAGICS: readonly Magic[] = [
  // VMware, Virtual Disk Format 5.0: versions 1 to 3; COWD is the format of ESX before that.
  { kind: 'vmdk', at: 0, text: 'KDMV', and: (s) => s.u32(4) >= 1 && s.u32(4) <= 3 },
  { kind: 'vmdk', at: 0, text: 'COWD\x01\0\0\0' },
  { kind: 'vmdk-descriptor', at: 0, text: '# Disk DescriptorFile' },
  // QEMU, docs/interop/qcow2; version 1 is block/qcow.c.
  { kind: 'qcow', at: 0, text: 'QFI\xfb\0\0\0\x01' },
  { kind: 'qcow2', at: 0, text: 'QFI\xfb\0\0\0\x02' },
  { kind: 'qcow2', at: 0, text: 'QFI\xfb\0\0\0\x03' },
  { kind: 'vdi', at: 64, text: '\x7f\x10\xda\xbe' },
  { kind: 'vdi', at: 0, text: '<<< ', and: (s) => s.text(0, 64).includes('Disk Image >>>') },
  // libewf: EWF and logical EWF, version 1 and 2.
  { kind: 'ewf', at: 0, text: 'EVF\t\r\n\xff\0' },
  { kind: 'ewf', at: 0, text: 'LVF\t\r\n\xff\0' },
  { kind: 'ewf', at: 0, text: 'EVF2\r\n\x81\0' },
  { kind: 'ewf', at: 0, text: 'LVF2\r\n\x81\0' },
  // OpenVMM, vmgs_format: either of two headers. It often lies in a fixed VHD, and so goes before that.
  { kind: 'vmgs', at: 0, text: 'GUESTRTS' },
  { kind: 'vmgs', at: 4096, text: 'GUESTRTS' },
  // Hyper-V's storage of keys and values, as dissect.hypervisor reads it: both headers begin with 0x01282014.
  { kind: 'vmcx', at: 0, text: '\x14\x20\x28\x01', and: (s) => s.has(4096, '\x14\x20\x28\x01') },
  // PKWARE, APPNOTE: the first entry, of an archive in parts, of an empty one. Versions go to 6.3.
  { kind: 'zip', at: 0, text: 'PK\x03\x04', and: (s) => s.byte(4) < 64 },
  { kind: 'zip', at: 0, text: 'PK\x07\x08PK\x03\x04' },
  { kind: 'zip', at: 0, text: 'PK\x05\x06\0\0\0\0' },
  { kind: '7z', at: 0, text: '7z\xbc\xaf\x27\x1c' },
  { kind: 'rar', at: 0, text: 'Rar!\x1a\x07\0' },
  { kind: 'rar', at: 0, text: 'Rar!\x1a\x07\x01\0' },
  { kind: 'cab', at: 0, text: 'MSCF\0\0\0\0' },
  // RFC 1952: deflate is the only method, and three of the flags are reserved.
  { kind: 'gzip', at: 0, text: '\x1f\x8b\x08', and: (s) => (s.byte(3) & 0xe0) === 0 },
  { kind: 'xz', at: 0, text: '\xfd7zXZ\0' },
  // The size of a block, and then the first block or the end.
  { kind: 'bzip2', at: 0, text: 'BZh', and: isBzip2 },
  // RFC 8878, 3.1.1.1.1: a bit that must be zero.
  { kind: 'zstd', at: 0, text: '\x28\xb5\x2f\xfd', and: (s) => (s.byte(4) & 0x08) === 0 },
  { kind: 'tar', at: 257, text: 'ustar', and: hasTarChecksum },
]

function isBzip2(sample: Sample): boolean {
  return /[1-9]/.test(sample.text(3, 1)) && BZIP2_BLOCKS.includes(sample.text(4, 6))
}

const TAR_HEADER = 512
const TAR_CHECKSUM = 148
const TAR_CHECKSUM_LENGTH = 8
const BLANK = 0x20

/** POSIX, pax: the sum of the header's bytes, with its own field as blanks, in octal digits. */
function hasTarChecksum(sample: Sample): boolean {
  let sum = 0
  for (let i = 0; i < TAR_HEADER; i++) {
    const isOwn = i >= TAR_CHECKSUM && i < TAR_CHECKSUM + TAR_CHECKSUM_LENGTH
    sum += isOwn ? BLANK : sample.byte(i)
  }
  const stated = /^[ \0]*([0-7]+)[ \0]*$/.exec(sample.text(TAR_CHECKSUM, TAR_CHECKSUM_LENGTH))?.[1]
  return stated !== undefined && Number.parseInt(stated, 8) === sum
}

/** By the first 4.1 KiB of a file. */
export const kindByMagic = (sample: Sample): FileKind | undefined =>
  MAGICS.find(({ at, text, and }) => sample.has(at, text) && (and?.(sample) ?? true))?.kind
