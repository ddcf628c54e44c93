import { execFileSync } from 'node:child_process'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { putBootRecord } from '../../../testing/disk-tables.ts'
import { hasProgram, PROGRAM_ENV } from '../../../testing/programs.ts'
import { inTempDir } from '../../../testing/qemu.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'
import { MIB } from '../../format/layout.ts'
import { identify } from '../identify.ts'
import { KIND_WORDS, kindWords } from '../kind-words.ts'
import { FOREIGN_WORDS, kindByName } from './foreign-words.ts'

type Piece = readonly [at: number, text: string]

/** `size` bytes with these Latin-1 texts in them. */
function bytes(size: number, ...pieces: readonly Piece[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size)
  for (const [at, text] of pieces) {
    for (let i = 0; i < text.length; i++) all[at + i] = text.charCodeAt(i)
  }
  return all
}

const only = (text: string): Uint8Array<ArrayBuffer> => bytes(text.length, [0, text])

const found = async (file: Uint8Array<ArrayBuffer>) => {
  const { kind, fileSystem } = await identify(new MemoryFile(file))
  return fileSystem === undefined ? kind : `${kind}: ${fileSystem}`
}

const vhdFooter = (at: number, type: number): readonly Piece[] => [
  [at, 'conectix'],
  [at + 60, `\0\0\0${String.fromCharCode(type)}`],
]

const MARK: Piece = [510, '\x55\xaa']

function mbr(type: number, first: number, count: number): Uint8Array<ArrayBuffer> {
  const disk = new Uint8Array(MIB)
  putBootRecord(disk, 0, [{ type, first, count }])
  return disk
}

const tarHeader = (checksum: string): Uint8Array<ArrayBuffer> =>
  bytes(1024, [0, 'a'], [148, checksum], [257, 'ustar'])
/** 'a', 'ustar' and eight blanks. */
const TAR_SUM = (97 + 117 + 115 + 116 + 97 + 114 + 8 * 32).toString(8).padStart(6, '0')

/** A superblock of ext4 as far as it is looked at. */
const EXT: readonly Piece[] = [
  [1024, '\x01'],
  [1028, '\x01'],
  [1024 + 32, '\x01'],
  [1024 + 56, '\x53\xef'],
]

const LONG_JSON = `{"objects": [${'{"name": "x"}, '.repeat(200)}`
const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 123\n`

/** One of a kind, and one that looks like it and is none. */
const KINDS: readonly (readonly [
  expected: string,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
])[] = [
  ['vhd', bytes(2 * MIB, [0, 'conectix']), bytes(2 * MIB, [0, 'conectiX'])],
  [
    'vhd-fixed',
    bytes(MIB + 512, ...vhdFooter(MIB, 2), MARK),
    bytes(MIB + 512, ...vhdFooter(512, 2)),
  ],
  [
    'vhd-fixed',
    bytes(MIB + 511, ...vhdFooter(MIB, 2)),
    bytes(MIB + 510, [0, 'x'], ...vhdFooter(MIB, 2)),
  ],
  ['vhd-dynamic', bytes(MIB, ...vhdFooter(0, 3)), bytes(MIB, ...vhdFooter(1, 3))],
  ['vhd-differencing', bytes(MIB, ...vhdFooter(0, 4)), bytes(MIB, [60, '\0\0\0\x04'])],
  ['vmgs', bytes(MIB, [0, 'GUESTRTS']), bytes(MIB, [0, 'GUESTS'])],
  ['vmgs', bytes(MIB, [4096, 'GUESTRTS']), bytes(MIB, [512, 'GUESTRTS'])],
  [
    'vmcx',
    bytes(MIB, [0, '\x14\x20\x28\x01'], [4096, '\x14\x20\x28\x01']),
    bytes(MIB, [0, '\x14\x20\x28\x01']),
  ],
  ['vmdk', bytes(MIB, [0, 'KDMV\x01']), bytes(MIB, [0, 'KDMV, a station'])],
  ['vmdk', bytes(MIB, [0, 'COWD\x01']), bytes(MIB, [0, 'COWD'])],
  ['vmdk-descriptor', only('# Disk DescriptorFile\nversion=1\n'), only('# Disk Descriptor\n')],
  ['vdi', bytes(MIB, [64, '\x7f\x10\xda\xbe']), bytes(MIB, [64, '\x7f\x10\xda'])],
  [
    'vdi',
    bytes(MIB, [0, '<<< Oracle VM VirtualBox Disk Image >>>\n']),
    bytes(MIB, [0, '<<< a diff\n']),
  ],
  ['qcow', bytes(MIB, [0, 'QFI\xfb\0\0\0\x01']), bytes(MIB, [0, 'QFI\xfb'])],
  ['qcow2', bytes(MIB, [0, 'QFI\xfb\0\0\0\x03']), bytes(MIB, [0, 'QFI\xfb\0\0\0\x09'])],
  ['ewf', bytes(MIB, [0, 'EVF\t\r\n\xff\0']), bytes(MIB, [0, 'EVF\t\n\xff\0'])],
  ['ewf', bytes(MIB, [0, 'EVF2\r\n\x81\0']), bytes(MIB, [0, 'EVF2\r\n\x81\x01'])],
  ['iso', bytes(MIB, [32768, '\x01CD001\x01'], MARK), bytes(MIB, [32768, '\x01CD001'])],
  [
    'raw-gpt',
    bytes(MIB, MARK, [512, 'EFI PART\0\0\x01\0\x5c']),
    bytes(MIB, MARK, [512, 'EFI PART']),
  ],
  [
    'raw-gpt',
    bytes(MIB, [4096, 'EFI PART\0\0\x01\0\x5c']),
    bytes(MIB, [1024, 'EFI PART\0\0\x01\0\x5c']),
  ],
  ['raw-mbr', mbr(7, 64, 1000), bytes(MIB, MARK)],
  ['raw-mbr', mbr(0x83, 64, 1000).slice(0, 512), mbr(7, 0, 0)],
  ['volume: ext2', bytes(MIB, ...EXT), bytes(MIB, [1024 + 56, '\x53\xef'])],
  ['volume: XFS', bytes(MIB, [0, 'XFSB\0\0\x10\0']), bytes(MIB, [0, 'XFSBxyz'])],
  ['volume: NTFS', bytes(MIB, [3, 'NTFS    '], MARK), bytes(MIB, [3, 'NTFS'], MARK)],
  ['volume: FAT16', bytes(MIB, [54, 'FAT16   '], MARK), bytes(MIB, [54, 'FAT16   '])],
  ['volume: Btrfs', bytes(MIB, [65536 + 64, '_BHRfS_M']), bytes(MIB, [65536, '_BHRfS_M'])],
  ['zip', bytes(100, [0, 'PK\x03\x04\x14']), bytes(100, [0, 'PK\x03\x04\xff'])],
  ['zip', bytes(22, [0, 'PK\x05\x06']), bytes(22, [0, 'PK\x05\x06xy'])],
  ['7z', bytes(100, [0, '7z\xbc\xaf\x27\x1c']), bytes(100, [0, '7z\xbc\xaf'])],
  ['rar', bytes(100, [0, 'Rar!\x1a\x07\0']), bytes(100, [0, 'Rar!\x1a\x08\0'])],
  ['rar', bytes(100, [0, 'Rar!\x1a\x07\x01\0']), bytes(100, [0, 'Rar!'])],
  ['cab', bytes(100, [0, 'MSCF']), bytes(100, [0, 'MSCFile'])],
  ['tar', tarHeader(`${TAR_SUM}\0 `), tarHeader('000000\0 ')],
  ['gzip', bytes(100, [0, '\x1f\x8b\x08']), bytes(100, [0, '\x1f\x8b\x07'])],
  ['xz', bytes(100, [0, '\xfd7zXZ\0']), bytes(100, [0, '\xfd7zXY\0'])],
  ['bzip2', bytes(100, [0, 'BZh91AY&SY']), bytes(100, [0, 'BZh9 says hello'])],
  ['zstd', bytes(100, [0, '\x28\xb5\x2f\xfd\x04']), bytes(100, [0, '\x28\xb5\x2f\xfd\x0c'])],
  ['html', only('\xef\xbb\xbf\n<!DOCTYPE html>\n<html></html>'), only('A <html> in a text')],
  ['html', only('<!-- saved --> <HTML lang="en">'), only('<htmlx>')],
  [
    'xml',
    only('<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>'),
    only('<?php echo 1 ?>'),
  ],
  ['json', only('{"message": "Not Found"}'), only('{"message": "Not Found"')],
  ['json', only(LONG_JSON), only(LONG_JSON.replace('"objects": [', 'objects; '))],
  ['lfs-pointer', only(LFS), only(LFS.replace('oid sha256', 'oid'))],
]

describe.each(KINDS)('%s', (expected, one, other) => {
  test('is told', async () => {
    expect(await found(one)).toBe(expected)
  })

  test('is not told of what looks like it', async () => {
    expect(await found(other)).toBe('unknown')
  })
})

test('every kind is found by something: content, name, or that nothing is there', () => {
  const byContent = KINDS.map(([kind]) => kind.replace(/:.*/, ''))
  const byName = ['a.vhds', 'a.vhdx.rct', 'A.VHDX.MRT'].map((name) => kindByName('unknown', name))
  const all = [...byContent, ...byName, 'vhdx', 'all-zero', 'empty', 'unknown']
  expect([...new Set(all)].toSorted()).toEqual(Object.keys(KIND_WORDS).toSorted())
})

test('a name says what it is only where the content says nothing', () => {
  expect(kindByName('unknown', 'b.vmrs')).toBe('vmcx')
  expect(kindByName('all-zero', 'b.rct')).toBe('rct')
  expect(kindByName('zip', 'b.rct')).toBe('zip')
  expect(kindByName('unknown', 'rct')).toBe('unknown')
  expect(kindByName('unknown', 'a.constructor')).toBe('unknown')
})

test('the words about a kind are whole sentences', () => {
  for (const { note, advice = 'None.', commands = [] } of Object.values(FOREIGN_WORDS)) {
    expect([note, advice].filter((text) => !/^[A-Z].*\.$/.test(text))).toEqual([])
    expect(new Set(commands.map(({ system }) => system)).size).toBe(commands.length)
  }
  expect(kindWords({ kind: 'volume', fileSystem: 'ext4' })).toBe(
    'a volume (ext4) without a partition table',
  )
})

test('whatever is in a file, it is something, and nothing is read behind its end', async () => {
  const head = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc.constantFrom(...KINDS.map(([, one]) => one.slice(0, 600))),
  )
  await fc.assert(
    fc.asyncProperty(head, fc.uint8Array({ maxLength: 600 }), fc.nat(700), async (a, b, size) => {
      const file = new Uint8Array(size)
      file.set(a.subarray(0, size))
      file.set(b.subarray(0, size), Math.max(0, size - b.length))
      const { kind } = await identify(new MemoryFile(file))
      expect(KIND_WORDS).toHaveProperty([kind])
    }),
  )
})

const image = (format: string, ...options: string[]) => [
  'qemu-img',
  'create',
  '-q',
  '-f',
  format,
  ...options,
  'out',
  '8M',
]

/** What programs make: a tool, its arguments after `in` and `out` are there. */
const MADE: readonly (readonly [kind: string, command: readonly string[]])[] = [
  ['vhd-dynamic', image('vpc')],
  ['vhd-fixed', image('vpc', '-o', 'subformat=fixed')],
  ['vmdk', image('vmdk')],
  ['vmdk-descriptor', image('vmdk', '-o', 'subformat=twoGbMaxExtentFlat')],
  ['vdi', image('vdi')],
  ['qcow2', image('qcow2')],
  ['qcow', image('qcow')],
  ['vhdx', image('vhdx')],
  ['tar', ['tar', '-cf', 'out', 'in']],
  ['tar', ['tar', '--format=pax', '-cf', 'out', 'in']],
  ['zip', ['zip', '-q', 'out', 'in']],
  ['gzip', ['sh', '-c', 'gzip -c in > out']],
  ['xz', ['sh', '-c', 'xz -c in > out']],
  ['bzip2', ['sh', '-c', 'bzip2 -c in > out']],
  ['zstd', ['sh', '-c', 'zstd -q -c in > out']],
  ['volume: ext4', ['mkfs.ext4', '-q', 'out']],
  ['volume: ext2', ['mkfs.ext2', '-q', 'out']],
  ['volume: NTFS', ['mkfs.ntfs', '-q', '-F', 'out']],
  ['volume: FAT16', ['mkfs.vfat', '-F', '16', 'out']],
  ['volume: FAT32', ['mkfs.vfat', '-F', '32', 'out']],
  ['volume: exFAT', ['mkfs.exfat', 'out']],
  ['volume: XFS', ['mkfs.xfs', '-q', 'out']],
  ['volume: Btrfs', ['mkfs.btrfs', '-q', 'out']],
]

/** What the smallest of these file systems takes. */
const VOLUME = 320 * MIB

describe('as programs make them', () => {
  for (const [kind, [tool = '', ...args]] of MADE) {
    const program = tool === 'sh' ? (args[1]?.split(' ')[0] ?? '') : tool
    test.skipIf(!hasProgram(program))(`${kind}: ${[tool, ...args].join(' ')}`, async () => {
      await inTempDir(async (dir) => {
        await writeFile(join(dir, 'in'), 'hello '.repeat(1000))
        if (tool.startsWith('mkfs')) {
          const volume = await open(join(dir, 'out'), 'w')
          await volume.truncate(VOLUME)
          await volume.close()
        }
        execFileSync(tool, args, { cwd: dir, env: PROGRAM_ENV, stdio: 'ignore' })
        const file = await open(join(dir, tool === 'zip' ? 'out.zip' : 'out'))
        const { size } = await file.stat()
        const source = {
          size,
          read: async (offset: number, length: number) =>
            (await file.read(new Uint8Array(length), 0, length, offset)).buffer,
        }
        const { kind: found, fileSystem } = await identify(source)
        await file.close()
        expect(fileSystem === undefined ? found : `${found}: ${fileSystem}`).toBe(kind)
      })
    })
  }
})
