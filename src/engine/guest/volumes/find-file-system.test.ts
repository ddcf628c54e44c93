import { expect, test } from 'vitest'
import { MemoryFile } from '../../bytes/memory-file.ts'
import { MIB } from '../../format/layout.ts'
import type { FileSystem } from './file-system.ts'
import { findFileSystem } from './find-file-system.ts'

const START = 4096

const look = (volume: Uint8Array): Promise<FileSystem | undefined> => {
  const disk = new Uint8Array(START + volume.length)
  disk.set(volume, START)
  return findFileSystem(new MemoryFile(disk), { offset: START, length: volume.length })
}

/** A volume of a MiB with texts at some places. */
function volume(...parts: readonly (readonly [at: number, text: string])[]): Uint8Array {
  const bytes = new Uint8Array(MIB)
  for (const [at, text] of parts) {
    for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
  }
  return bytes
}

const UUID = '\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef'
const UUID_TEXT = '01234567-89ab-cdef-0123-456789abcdef'
const EXT = 1024

test.each<[FileSystem | undefined, Uint8Array]>([
  [
    { kind: 'NTFS', id: '0123456789ABCDEF' },
    volume([3, 'NTFS    '], [0x48, '\xef\xcd\xab\x89\x67\x45\x23\x01']),
  ],
  [{ kind: 'ReFS', id: '0000000000000000' }, volume([3, 'ReFS'])],
  [{ kind: 'exFAT', id: '6745-2301' }, volume([3, 'EXFAT   '], [0x64, UUID.slice(0, 4)])],
  [
    { kind: 'FAT32', id: '6745-2301', label: 'DATA' },
    volume([82, 'FAT32   '], [71, 'DATA       '], [67, UUID.slice(0, 4)]),
  ],
  [{ kind: 'FAT16', id: '0000-0000' }, volume([54, 'FAT16   '], [43, 'NO NAME    '])],
  [{ kind: 'FAT12', id: '0000-0000' }, volume([54, 'FAT12   '])],
  [{ kind: 'BitLocker' }, volume([3, '-FVE-FS-'])],
  [
    { kind: 'BitLocker' },
    volume([82, 'FAT32   '], [424, '\x3b\xd6gI).\xd8J\x83\x99\xf6\xa39\xe3\xd0\x01']),
  ],
  [{ kind: 'LUKS1' }, volume([0, 'LUKS\xba\xbe\0\x01'])],
  [{ kind: 'LUKS2', id: UUID_TEXT }, volume([0, 'LUKS\xba\xbe\0\x02'], [168, UUID_TEXT])],
  [{ kind: 'LVM physical volume' }, volume([512, 'LABELONE'], [536, 'LVM2 001'])],
  [{ kind: 'ext2', id: UUID_TEXT }, volume([EXT + 56, '\x53\xef'], [EXT + 104, UUID])],
  [
    { kind: 'ext3', id: UUID_TEXT, label: 'h\u00e9' },
    volume([EXT + 56, '\x53\xef'], [EXT + 92, '\x04'], [EXT + 104, UUID], [EXT + 120, 'h\xc3\xa9']),
  ],
  [
    { kind: 'ext4', id: UUID_TEXT },
    volume([EXT + 56, '\x53\xef'], [EXT + 92, '\x04'], [EXT + 96, '\x40'], [EXT + 104, UUID]),
  ],
  [
    // Without extents, but with checksums of its metadata.
    { kind: 'ext4', id: UUID_TEXT },
    volume([EXT + 56, '\x53\xef'], [EXT + 92, '\x04'], [EXT + 101, '\x04'], [EXT + 104, UUID]),
  ],
  [
    // Types of files in its directories, large ones, and copies of the superblock in some groups only.
    { kind: 'ext2', id: UUID_TEXT },
    volume([EXT + 56, '\x53\xef'], [EXT + 96, '\x02'], [EXT + 100, '\x03'], [EXT + 104, UUID]),
  ],
  [{ kind: 'XFS', id: UUID_TEXT, label: 'big' }, volume([0, 'XFSB'], [32, UUID], [108, 'big'])],
  [
    { kind: 'Btrfs', id: UUID_TEXT, label: 'tree' },
    volume([65536 + 64, '_BHRfS_M'], [65536 + 32, UUID], [65536 + 299, 'tree']),
  ],
  [{ kind: 'Linux swap', id: UUID_TEXT }, volume([4086, 'SWAPSPACE2'], [1036, UUID])],
  [{ kind: 'ISO 9660', label: 'CD' }, volume([32768, '\x01CD001'], [32808, 'CD    '])],
  [undefined, volume()],
  [undefined, new Uint8Array(100)],
])('finds %o', async (expected, bytes) => {
  const { size: _, state: __, signs: ___, ...named } = (await look(bytes)) ?? {}
  expect(named).toEqual(expected ?? {})
})

test('looks no further than the volume and the disk go', async () => {
  const disk = new MemoryFile(volume([65536 + 64, '_BHRfS_M']))
  expect(await findFileSystem(disk, { offset: 0, length: 60000 })).toBeUndefined()
  expect(await findFileSystem(disk, { offset: 2 ** 50, length: 60000 })).toBeUndefined()
})
