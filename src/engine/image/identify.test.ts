import { describe, expect, test } from 'vitest'
import { counting } from '../../testing/counting-source.ts'
import { plainDisk } from '../../testing/marks.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { buildImage } from '../compose/build-image.ts'
import { CREATOR } from '../compose/compose-header-section.ts'
import { SparseFile } from '../compose/sparse-file.ts'
import { messageOf } from '../findings/finding.ts'
import { GIB, KIB, MIB } from '../format/layout.ts'
import type { FileKind } from './file-kind.ts'
import { identify } from './identify.ts'

type Piece = readonly [at: number, text: string]

/** A file of `size` bytes with these Latin-1 texts in it. */
function fileWith(size: number, ...pieces: readonly Piece[]): SparseFile {
  const file = new SparseFile()
  for (const [at, text] of pieces) {
    file.put(
      at,
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
    )
  }
  file.setSize(size)
  return file
}

const MBR: Piece = [510, '\x55\xaa']

describe('a file is told by its magic numbers', () => {
  test.each<[FileKind, string, SparseFile]>([
    ['vhdx', 'its signature', fileWith(4 * MIB, [0, 'vhdxfile'])],
    ['vhd', 'the copy of the footer', fileWith(2 * MIB, [0, 'conectix'])],
    ['vhd', 'its footer', fileWith(2 * MIB + 512, [2 * MIB, 'conectix'], MBR)],
    ['vhd', 'a footer of 511 bytes', fileWith(2 * MIB + 511, [2 * MIB, 'conectix'])],
    ['vmdk', 'its header', fileWith(MIB, [0, 'KDMV'])],
    ['vmdk', 'its descriptor', fileWith(600, [0, '# Disk DescriptorFile\nversion=1'])],
    ['qcow2', 'its header', fileWith(MIB, [0, 'QFI\xfb\0\0\0\x03'])],
    ['vdi', 'its signature', fileWith(MIB, [64, '\x7f\x10\xda\xbe'])],
    ['vdi', 'its text', fileWith(MIB, [0, '<<< Oracle VM VirtualBox Disk Image >>>\n'])],
    ['raw-gpt', 'a GPT of 512-byte sectors', fileWith(MIB, MBR, [512, 'EFI PART'])],
    ['raw-gpt', 'a GPT of 4 KiB sectors', fileWith(MIB, MBR, [4096, 'EFI PART'])],
    ['raw-mbr', 'its boot sector', fileWith(MIB, MBR)],
    ['raw-mbr', 'its boot sector alone', fileWith(512, MBR)],
    ['zip', 'its first entry', fileWith(100, [0, 'PK\x03\x04'])],
    ['gzip', 'its header', fileWith(100, [0, '\x1f\x8b\x08'])],
    ['iso', 'its volume descriptor', fileWith(MIB, [32769, 'CD001'])],
    ['iso', 'its volume descriptor, behind an MBR', fileWith(MIB, [32769, 'CD001'], MBR)],
    ['all-zero', 'zeros', fileWith(10 * GIB)],
    ['all-zero', 'few zeros', fileWith(3)],
    ['unknown', 'nothing', fileWith(MIB, [0, 'Dear diary'])],
    ['unknown', 'a byte behind many zeros', fileWith(2 * MIB, [MIB - 1, 'x'])],
    ['empty', 'its size', fileWith(0)],
  ])('%s by %s', async (kind, _, file) => {
    expect((await identify(file)).kind).toBe(kind)
  })

  test('a part of the signature is not enough', async () => {
    expect((await identify(fileWith(7, [0, 'vhdxfil']))).kind).toBe('unknown')
  })
})

test('what is no VHDX is called by its name and its first bytes', async () => {
  const { findings, values } = await identify(fileWith(MIB, [0, 'QFI\xfb\0"\\\x7f']))
  expect(findings.map(messageOf)).toEqual([
    'The file begins with “QFI\\xFB\\x00"\\\\x7F” instead of “vhdxfile”; it looks like a QCOW2 image.',
  ])
  expect(findings[0]?.at).toEqual({ offset: 0, length: 8 })
  expect(values?.signature).toBe('QFI\xfb\0"\\\x7f')
})

test('an empty file is called so', async () => {
  const { findings, at, values } = await identify(new MemoryFile())
  expect(findings.map(({ values }) => values)).toEqual([{ found: '', kind: 'an empty file' }])
  expect(at).toEqual({ offset: 0, length: 0 })
  expect(values).toBeUndefined()
})

test('a VHDX that is in order gives its creator and no finding', async () => {
  const { findings, values } = await identify(buildImage(plainDisk))
  expect(values?.creator).toBe(CREATOR)
  expect(findings).toEqual([])
})

test('a VHDX that is cut off, odd in size or not clean behind its creator is found out', async () => {
  const small = await identify(fileWith(100 * KIB, [0, 'vhdxfile']))
  expect(small.findings).toMatchObject([
    { rule: 'file.too-small', values: { size: 100 * KIB, needed: MIB } },
  ])
  const odd = await identify(fileWith(MIB + 10, [0, 'vhdxfile']))
  expect(odd.findings).toMatchObject([
    {
      rule: 'file.size-unaligned',
      at: { offset: MIB, length: 10 },
      values: { size: MIB + 10, excess: 10 },
    },
  ])
  const dirty = await identify(
    fileWith(MIB, [0, 'vhdxfile'], [520, 'a'], [65535, 'b'], [65536, 'c']),
  )
  expect(dirty.findings).toMatchObject([
    { rule: 'file.reserved-nonzero', at: { offset: 520, length: 65016 }, values: { count: 2 } },
  ])
})

test('little is read: of a VHDX 64 KiB, of others the last sector, too, of zeros the first MiB', async () => {
  const read = async (file: SparseFile) => {
    const source = counting(file)
    await identify(source)
    return source.reads
  }
  const head = { offset: 0, length: 64 * KIB }
  const tail = { offset: GIB - 512, length: 512 }
  expect(await read(fileWith(GIB, [0, 'vhdxfile']))).toEqual([head])
  expect(await read(fileWith(GIB, [0, 'hello']))).toEqual([head, tail])
  expect(await read(fileWith(GIB))).toEqual([
    head,
    tail,
    { offset: 64 * KIB, length: MIB - 64 * KIB },
  ])
})
