/** What a partition holds, by the signatures of file systems and of what wraps them. */
import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { KIB } from '../format/layout.ts'

export interface FileSystem {
  /** "NTFS", "ext4". */
  readonly kind: string
  /** What the user has called it, where it says so in its first sectors. */
  readonly label?: string
  /** As the system writes it: a UUID, or the serial number of a FAT or NTFS volume. */
  readonly id?: string
}

/** All signatures lie below this. */
const HEAD = 68 * KIB

/** Bytes of the beginning of a volume, with what is read of them. */
class Head {
  readonly #bytes: Uint8Array
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /** Whether the bytes at `at` are these characters. */
  has(at: number, text: string): boolean {
    return this.text(at, text.length) === text
  }

  /** One character per byte; fewer where the volume ends. */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.#bytes.subarray(at, at + length))
  }

  /** Of a field that is filled up with zeros or blanks; `undefined` where it is empty. */
  label(at: number, length: number): string | undefined {
    const text = this.text(at, length).replace(/\0.*$/s, '').trimEnd()
    return text === '' ? undefined : decodeUtf8(text)
  }

  u16(at: number): number {
    return at + 2 <= this.#bytes.length ? this.#view.getUint16(at, true) : 0
  }

  u32(at: number): number {
    return at + 4 <= this.#bytes.length ? this.#view.getUint32(at, true) : 0
  }

  hex(at: number, length: number): string {
    return [...this.#bytes.subarray(at, at + length)]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')
  }

  /** A UUID whose bytes stand in the order of its digits. */
  uuid(at: number): string {
    return this.hex(at, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }

  /** A serial number, whose bytes stand in reverse. */
  serial(at: number, length: number): string {
    return (this.hex(at, length).match(/../g) ?? []).reverse().join('').toUpperCase()
  }
}

/** Text with one character per byte as UTF-8; as it is where it is none. */
function decodeUtf8(text: string): string {
  try {
    return decodeURIComponent(
      [...text].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join(''),
    )
  } catch {
    return text
  }
}

const ISO_OFFSET = 32 * KIB
const EXT_SUPERBLOCK = 1024
const BTRFS_SUPERBLOCK = 64 * KIB
const HAS_JOURNAL = 4
/** All features that a driver of ext3 has to know before it may read, and before it may write: the rest is ext4. */
const EXT3_INCOMPATIBLE = 0x2 | 0x4 | 0x10
const EXT3_READ_ONLY = 0x1 | 0x2 | 0x4
const PAGE_SIZES = [4096, 8192, 16384, 65536]
const SECTOR = 512

type Detector = (head: Head) => FileSystem | undefined

/** In this order: what wraps a file system goes before what it may look like. */
const DETECTORS: readonly Detector[] = [
  (head) => (head.has(3, '-FVE-FS-') ? { kind: 'BitLocker' } : undefined),
  (head) =>
    head.has(0, 'LUKS\xba\xbe')
      ? {
          kind: `LUKS${head.u16(6) === 0x0200 ? '2' : '1'}`,
          ...optional('id', head.label(168, 40)),
        }
      : undefined,
  (head) =>
    [0, 1, 2, 3].some((i) => head.has(i * SECTOR, 'LABELONE') && head.has(i * SECTOR + 24, 'LVM2'))
      ? { kind: 'LVM physical volume' }
      : undefined,
  (head) => (head.has(3, 'NTFS    ') ? { kind: 'NTFS', id: head.serial(0x48, 8) } : undefined),
  (head) => (head.has(3, 'ReFS\0\0\0\0') ? { kind: 'ReFS', id: head.serial(0x38, 8) } : undefined),
  (head) => (head.has(3, 'EXFAT   ') ? { kind: 'exFAT', id: fatSerial(head, 0x64) } : undefined),
  (head) => (head.has(82, 'FAT32   ') ? fat('FAT32', head, 71, 67) : undefined),
  (head) => (head.has(54, 'FAT16   ') ? fat('FAT16', head, 43, 39) : undefined),
  (head) => (head.has(54, 'FAT12   ') ? fat('FAT12', head, 43, 39) : undefined),
  ext,
  (head) =>
    head.has(0, 'XFSB')
      ? { kind: 'XFS', id: head.uuid(32), ...optional('label', head.label(108, 12)) }
      : undefined,
  (head) =>
    head.has(BTRFS_SUPERBLOCK + 64, '_BHRfS_M')
      ? {
          kind: 'Btrfs',
          id: head.uuid(BTRFS_SUPERBLOCK + 32),
          ...optional('label', head.label(BTRFS_SUPERBLOCK + 299, 256)),
        }
      : undefined,
  (head) =>
    PAGE_SIZES.some((size) => head.has(size - 10, 'SWAPSPACE2'))
      ? { kind: 'Linux swap', id: head.uuid(1036), ...optional('label', head.label(1052, 16)) }
      : undefined,
  (head) =>
    head.has(ISO_OFFSET + 1, 'CD001')
      ? { kind: 'ISO 9660', ...optional('label', head.label(ISO_OFFSET + 40, 32)) }
      : undefined,
]

function optional<K extends 'label' | 'id'>(key: K, value: string | undefined) {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>)
}

const fatSerial = (head: Head, at: number): string =>
  head.serial(at, 4).replace(/^(.{4})(.{4})$/, '$1-$2')

function fat(kind: string, head: Head, labelAt: number, serialAt: number): FileSystem {
  const label = head.label(labelAt, 11)
  return {
    kind,
    id: fatSerial(head, serialAt),
    ...optional('label', label === 'NO NAME' ? undefined : label),
  }
}

function ext(head: Head): FileSystem | undefined {
  if (head.u16(EXT_SUPERBLOCK + 56) !== 0xef53) return undefined
  const incompatible = head.u32(EXT_SUPERBLOCK + 96) & ~EXT3_INCOMPATIBLE
  const readOnly = head.u32(EXT_SUPERBLOCK + 100) & ~EXT3_READ_ONLY
  const isExt4 = incompatible !== 0 || readOnly !== 0
  const isExt3 = (head.u32(EXT_SUPERBLOCK + 92) & HAS_JOURNAL) !== 0
  return {
    kind: isExt4 ? 'ext4' : isExt3 ? 'ext3' : 'ext2',
    id: head.uuid(EXT_SUPERBLOCK + 104),
    ...optional('label', head.label(EXT_SUPERBLOCK + 120, 16)),
  }
}

/** What the bytes `at` of a disk hold; `undefined` where nothing known begins there. */
export async function findFileSystem(
  disk: ByteSource,
  at: ByteRange,
): Promise<FileSystem | undefined> {
  const length = Math.min(HEAD, at.length, Math.max(0, disk.size - at.offset))
  if (length < SECTOR || endOf(at) <= at.offset) return undefined
  const head = new Head(await disk.read(at.offset, length))
  for (const detect of DETECTORS) {
    const found = detect(head)
    if (found) return found
  }
  return undefined
}
