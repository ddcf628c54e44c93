/** ext4 whose first structures, checksums or places are damaged: read by what there is besides, and said. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sparseFile, withTree } from '../../../../testing/ext-trees.ts'
import { readTree } from '../../../../testing/guest-tree.ts'
import { hasProgram } from '../../../../testing/programs.ts'
import type { ByteSource } from '../../../bytes/byte-source.ts'
import { MemoryFile } from '../../../bytes/memory-file.ts'
import { KIB, MIB } from '../../../format/layout.ts'
import { openFiles } from '../../open-files.ts'
import { openExtFiles } from './open-ext-files.ts'

const KIND = { kind: 'ext4' }

describe.skipIf(!hasProgram('mke2fs'))('a damaged ext4', async () => {
  const fill = async (dir: string) => {
    await mkdir(join(dir, 'd'))
    await writeFile(join(dir, 'd', 'f'), Buffer.alloc(9000, 7))
    await sparseFile(join(dir, 'many'), 20)
  }
  const made = async (args: string): Promise<Uint8Array> => {
    let bytes = new Uint8Array()
    await (hasProgram('mke2fs') &&
      withTree(args, 20, fill, (volume) =>
        volume.with(async (source) => {
          bytes = new Uint8Array(await source.read(0, source.size))
        }),
      ))
    return bytes
  }
  const original = await made('-t ext4 -b 1024')
  const changed = (change: (bytes: Uint8Array, view: DataView) => void, from = original) => {
    const bytes = from.slice()
    change(bytes, new DataView(bytes.buffer))
    return new MemoryFile(bytes)
  }
  const readAll = async (source: ByteSource) => {
    const files = await openFiles(source, KIND)
    if (!files.ok) throw new Error(files.reason)
    return { files, ...(await readTree(source, files)) }
  }
  const f = async (source: ByteSource) => {
    const { nodes } = await readAll(source)
    return Buffer.compare(nodes.get('/d/f')?.content ?? new Uint8Array(), Buffer.alloc(9000, 7))
  }

  test.each([
    '-t ext4 -b 1024',
    '-t ext4 -b 4096 -O meta_bg,^resize_inode',
    '-t ext4 -b 1024 -O ^metadata_csum,uninit_bg',
    '-t ext2 -b 1024',
  ])(
    'without its first 64 KiB is read by a spare superblock, and the descriptors beside it: mke2fs %s',
    async (args) => {
      const source = changed((bytes) => bytes.fill(0, 0, 64 * KIB), await made(args))
      expect(source.size).toBe(20 * MIB)
      if (args.includes('4096')) {
        // A volume of one group has no other.
        expect(await openFiles(source, KIND)).toEqual({
          ok: false,
          reason: 'It has no superblock.',
        })
        return
      }
      expect(await f(source)).toBe(0)
      const { files, problems } = await readAll(source)
      expect(files.notes.join()).toMatch(/spare superblock of block group 1,/)
      expect(problems).toEqual([])
      const nodes: number[] = []
      for await (const some of files.footprints()) nodes.push(...some.map(({ node }) => node))
      expect(nodes).toContain(12)
      const at = 8193 * KIB
      expect(await openExtFiles(source, { superblockAt: at })).toMatchObject({ ok: true })
    },
  )

  test('whose descriptors are lost is read by their copies', async () => {
    const source = changed((bytes) => bytes.fill(0xff, 2 * KIB, 3 * KIB))
    expect(await f(source)).toBe(0)
    expect((await readAll(source)).files.notes.join()).toMatch(/are taken from their copies/)
  })

  test('tells checksums that are wrong, and shows what is there', async () => {
    const { nodes } = await readAll(new MemoryFile(original))
    const record = (path: string) => nodes.get(path)?.stat.record?.offset ?? 0
    const block = (path: string) =>
      KIB * new DataView(original.buffer).getUint32(record(path) + 40 + 12 + 8, true)
    /** The one block of extents that the file has. */
    const extents =
      KIB * new DataView(original.buffer).getUint32(record('/many') + 40 + 12 + 4, true)
    const source = changed((bytes) => {
      for (const at of [record('/d/f') + 8, block('/d') + KIB - 20, extents + 700, 1024 + 136]) {
        bytes[at] = (bytes[at] ?? 0) ^ 1
      }
    })
    const { files, problems } = await readAll(source)
    expect(files.notes).toEqual(['Its superblock has a wrong checksum.'])
    expect(problems).toEqual([
      '/d: Block 0 of it has a wrong checksum.',
      expect.stringMatching(/^\/many: Block \d[\d,]* of its extents has a wrong checksum\.$/),
      '/d/f: Its inode has a wrong checksum.',
    ])
    expect(await f(source)).toBe(0)
  })

  test('says what is encrypted, and gives none of it', async () => {
    const { nodes } = await readAll(new MemoryFile(original))
    const source = changed((_, view) => {
      for (const path of ['/d', '/d/f']) {
        const at = (nodes.get(path)?.stat.record?.offset ?? 0) + 32
        view.setUint32(at, view.getUint32(at, true) | 0x800, true)
      }
      view.setUint32(1024 + 96, view.getUint32(1024 + 96, true) | 0x10000, true)
    })
    const { files, problems, nodes: read } = await readAll(source)
    expect(problems.join('\n')).toMatch(/\/d: Its names are encrypted/)
    expect(problems).toContain('/d/f: It is encrypted, and its key is not in the volume.')
    const node = read.get('/d/f')?.node ?? 0
    expect(await files.open(node)).toMatchObject({ ok: false })
    const parts: unknown[] = []
    for await (const some of files.extents(node)) parts.push(...some)
    expect(parts).toMatchObject([{ from: 'unreadable', offset: 0, length: 9000 }])
  })

  test('that needs a feature nobody knows, or has its journal elsewhere, says so', async () => {
    const unknown = changed(
      (_, view) => view.setUint32(1024 + 96, 0x10_0000, true),
      await made('-t ext4 -b 1024 -O ^metadata_csum'),
    )
    expect(await openFiles(unknown, KIND)).toMatchObject({
      reason: expect.stringMatching(/incompatible 0x100000/),
    })
    const elsewhere = changed((_, view) => view.setUint32(1024 + 0xe0, 0, true))
    expect((await readAll(elsewhere)).files.notes.join()).toMatch(/journal is another volume/)
  })

  test('a place in front of all blocks takes no more than itself, wherever reading begins', async () => {
    const { nodes } = await readAll(new MemoryFile(original))
    const at = (nodes.get('/d/f')?.stat.record?.offset ?? 0) + 40 + 12
    // Blocks 0 and 1 are boot code and superblock; what follows is read, from the beginning as from the middle.
    const source = changed((_, view) => view.setUint32(at + 8, 0, true))
    const { files, nodes: read } = await readAll(source)
    const { node = 0, content } = read.get('/d/f') ?? {}
    const parts: unknown[] = []
    for await (const some of files.extents(node)) parts.push(...some)
    expect(parts).toMatchObject([
      { from: 'unreadable', offset: 0, length: 2 * KIB },
      { from: 'volume', offset: 2 * KIB, at: 2 * KIB },
    ])
    expect(content?.slice(2 * KIB)).toEqual(await source.read(2 * KIB, 9000 - 2 * KIB))
  })

  test('places that lead out of the volume are unreadable, with a reason', async () => {
    const { nodes } = await readAll(new MemoryFile(original))
    const at = (nodes.get('/d/f')?.stat.record?.offset ?? 0) + 40 + 12
    const source = changed((_, view) => view.setUint32(at + 8, 20 * KIB - 4, true))
    const { files } = await readAll(source)
    const parts: unknown[] = []
    for await (const some of files.extents(nodes.get('/d/f')?.node ?? 0)) parts.push(...some)
    expect(parts).toEqual([
      { from: 'volume', offset: 0, length: 4 * KIB, at: 20 * MIB - 4 * KIB },
      { from: 'unreadable', offset: 4 * KIB, length: 9000 - 4 * KIB, reason: expect.any(String) },
    ])
  })
})
