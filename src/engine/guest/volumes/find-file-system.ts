/** What a partition holds, by the signatures of file systems and of what wraps them. */
import type { ByteRange, ByteSource } from '../../bytes/byte-source.ts'
import { endOf } from '../../bytes/ranges.ts'
import { KIB } from '../../format/layout.ts'
import { BTRFS_SUPERBLOCK, readBtrfsSuperblock } from './btrfs.ts'
import { readExtSuperblock } from './ext.ts'
import { readExfat, readFat } from './fat.ts'
import { type FileSystem, type FoundFileSystem, fileSystemOf } from './file-system.ts'
import { Head } from './head.ts'
import { readNtfs } from './ntfs.ts'
import { type VolumeReader, volumeReader } from './volume-reader.ts'
import { readXfsSuperblock } from './xfs.ts'

/** All signatures lie below this. */
const HEAD = 68 * KIB
const ISO_OFFSET = 32 * KIB
const EXT_SUPERBLOCK = 1024
const PAGE_SIZES = [4096, 8192, 16384, 65536]
const SECTOR = 512

/** “BitLocker To Go” begins as a FAT32 that shows a reader for older systems; this is behind its code. */
const TO_GO = { at: 424, id: '\x3b\xd6\x67\x49\x29\x2e\xd8\x4a\x83\x99\xf6\xa3\x39\xe3\xd0\x01' }

const isBitLocker = (head: Head): boolean => head.has(3, '-FVE-FS-') || head.has(TO_GO.at, TO_GO.id)

type Found = FoundFileSystem | undefined
type Detector = (head: Head, volume: VolumeReader) => Found | Promise<Found>

/** In this order: what wraps a file system goes before what it may look like. */
const DETECTORS: readonly Detector[] = [
  (head) => (isBitLocker(head) ? { kind: 'BitLocker' } : undefined),
  (head) =>
    head.has(0, 'LUKS\xba\xbe')
      ? { kind: `LUKS${head.u16(6) === 0x0200 ? '2' : '1'}`, id: head.label(168, 40) }
      : undefined,
  (head) =>
    [0, 1, 2, 3].some((i) => head.has(i * SECTOR, 'LABELONE') && head.has(i * SECTOR + 24, 'LVM2'))
      ? { kind: 'LVM physical volume' }
      : undefined,
  readNtfs,
  (head) => (head.has(3, 'ReFS\0\0\0\0') ? { kind: 'ReFS', id: head.serial(0x38, 8) } : undefined),
  readExfat,
  readFat,
  (head) => readExtSuperblock(head, EXT_SUPERBLOCK),
  readXfsSuperblock,
  (head) => readBtrfsSuperblock(head, BTRFS_SUPERBLOCK),
  (head) =>
    PAGE_SIZES.some((size) => head.has(size - 10, 'SWAPSPACE2'))
      ? { kind: 'Linux swap', id: head.uuid(1036), label: head.label(1052, 16) }
      : undefined,
  (head) =>
    head.has(ISO_OFFSET + 1, 'CD001')
      ? { kind: 'ISO 9660', label: head.label(ISO_OFFSET + 40, 32) }
      : undefined,
]

/** What the bytes `at` of a disk hold; `undefined` where nothing known begins there. */
export async function findFileSystem(
  disk: ByteSource,
  at: ByteRange,
): Promise<FileSystem | undefined> {
  const length = Math.min(HEAD, at.length, Math.max(0, disk.size - at.offset))
  if (length < SECTOR || endOf(at) <= at.offset) return undefined
  const head = new Head(await disk.read(at.offset, length))
  const volume = volumeReader(disk, at)
  for (const detect of DETECTORS) {
    const found = await detect(head, volume)
    if (found) return fileSystemOf(found)
  }
  return undefined
}
