import { expect, test } from 'vitest'
import { counting } from '../../testing/counting-source.ts'
import { plainDisk } from '../../testing/marks.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { buildImage } from '../compose/build-image.ts'
import { CREATOR } from '../compose/compose-header-section.ts'
import { SparseFile } from '../compose/sparse-file.ts'
import { messageOf } from '../findings/finding-words.ts'
import { GIB, KIB, MIB } from '../format/layout.ts'
import { identify } from './identify.ts'
import type { FileKind } from './kind-words.ts'

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

test.each<[FileKind, string, SparseFile]>([
  ['vhdx', 'its signature', fileWith(4 * MIB, [0, 'vhdxfile'])],
  ['all-zero', 'zeros', fileWith(10 * GIB)],
  ['all-zero', 'few zeros', fileWith(3)],
  ['unknown', 'nothing', fileWith(MIB, [0, 'Dear diary'])],
  ['unknown', 'a byte behind many zeros', fileWith(2 * MIB, [MIB - 1, 'x'])],
  ['unknown', 'a part of the signature', fileWith(7, [0, 'vhdxfil'])],
  ['unknown', 'the first header of a VHDX', fileWith(MIB, [0, 'PK\x03\x04'], [64 * KIB, 'head'])],
  ['unknown', 'the second header of a VHDX', fileWith(MIB, [0, '{"a":1}'], [128 * KIB, 'head'])],
  ['zip', 'what is there instead', fileWith(MIB, [0, 'PK\x03\x04'], [65 * KIB, 'head'])],
  ['empty', 'its size', fileWith(0)],
])('a file is %s by %s', async (kind, _, file) => {
  expect((await identify(file)).kind).toBe(kind)
})

test('what is no VHDX is called by its name and its first bytes', async () => {
  const { findings, values } = await identify(fileWith(MIB, [0, 'QFI\xfb\0\0\0\x03']))
  expect(findings.map(messageOf)).toEqual([
    'The file begins with “QFI\\xFB\\x00\\x00\\x00\\x03” instead of “vhdxfile”; it looks like a QCOW2 image.',
  ])
  expect(findings[0]?.at).toEqual({ offset: 0, length: 8 })
  expect(values?.signature).toBe('QFI\xfb\0\0\0\x03')
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

test('little is read: of a VHDX 64 KiB, of others as far as the second header and the last sector, of zeros the first MiB', async () => {
  const read = async (file: SparseFile) => {
    const source = counting(file)
    await identify(source)
    return source.reads
  }
  const head = { offset: 0, length: 64 * KIB }
  const more = { offset: 64 * KIB, length: 64 * KIB + 4 }
  const tail = { offset: GIB - 512, length: 512 }
  expect(await read(fileWith(GIB, [0, 'vhdxfile']))).toEqual([head])
  expect(await read(fileWith(GIB, [0, 'hello']))).toEqual([head, more, tail])
  expect(await read(fileWith(GIB))).toEqual([
    head,
    more,
    tail,
    { offset: 128 * KIB + 4, length: MIB - 128 * KIB - 4 },
  ])
})
