/** What mke2fs does not make: trees of extents that are deep, indexes, reserved blocks, odd times, devices; and what is damaged. */
import { link, mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { counting } from '../../../../testing/counting-source.ts'
import { readTree } from '../../../../testing/guest-tree.ts'
import { type MadeVolume, withVolume } from '../../../../testing/made-volumes.ts'
import { hasProgram } from '../../../../testing/programs.ts'
import { inTempDir } from '../../../../testing/qemu.ts'
import { THOROUGH } from '../../../../testing/thorough.ts'
import type { ByteSource } from '../../../bytes/byte-source.ts'
import { MemoryFile } from '../../../bytes/memory-file.ts'
import { KIB, MIB } from '../../../format/layout.ts'
import type { GuestFiles } from '../../guest-files.ts'
import { openFiles } from '../../open-files.ts'
import { openExtFiles } from './open-ext-files.ts'

const KIND = { kind: 'ext4' }

async function opened(source: ByteSource): Promise<GuestFiles> {
  const files = await openFiles(source, KIND)
  if (!files.ok) throw new Error(files.reason)
  return files
}

/** A volume with what is in a folder that `fill` fills. */
const withTree = (
  args: string,
  size: number,
  fill: (dir: string) => Promise<void>,
  use: (volume: MadeVolume) => Promise<void>,
) =>
  inTempDir(async (dir) => {
    await fill(dir)
    await withVolume({ tool: 'mke2fs', args: ['-qF', '-d', dir, ...args.split(' ')], size }, use)
  })

/** debugfs carries these out one after the other. */
async function debugfs(volume: MadeVolume, lines: readonly string[]): Promise<void> {
  await writeFile(`${volume.path}.script`, lines.join('\n'))
  volume.run('debugfs', ['-w', '-f', `${volume.path}.script`])
}

const told = (volume: MadeVolume, command: string): string => volume.run('debugfs', ['-R', command])

/** A file of single blocks, one every `step` bytes: as many extents as `count`. */
async function sparse(path: string, count: number, step = 2 * KIB): Promise<Uint8Array> {
  const content = new Uint8Array(step * count)
  for (let i = 0; i < count; i++) content.fill(1 + (i % 255), step * i, step * i + KIB)
  const file = await open(path, 'w')
  for (let i = 0; i < count; i++) await file.write(content, step * i, KIB, step * i)
  await file.truncate(content.length)
  await file.close()
  return content
}

describe.skipIf(!hasProgram('mke2fs') || !hasProgram('debugfs'))('ext', () => {
  test.each([
    ['of extents, two levels below its root', '-t ext4 -b 1024', 600, 2 * KIB, 8],
    ['of lists of lists', '-t ext3 -b 1024', 600, 2 * KIB, 4],
    ['of lists of lists of lists', '-t ext2 -b 1024', 36, 2 * MIB, 36],
  ])('a file with a map %s has its bytes', async (_, args, count, step, nodes) => {
    let content = new Uint8Array()
    const fill = async (dir: string) => {
      content = new Uint8Array(await sparse(join(dir, 'f'), count, step))
    }
    await withTree(args, 64, fill, (volume) =>
      volume.with(async (source) => {
        const files = await opened(source)
        const tree = await readTree(source, files, { names: 10, bytes: 100 * MIB })
        const file = tree.nodes.get('/f')
        expect(tree.problems).toEqual([])
        expect(Buffer.compare(file?.content ?? new Uint8Array(), content)).toBe(0)
        for await (const footprints of files.footprints()) {
          const own = footprints.find(({ node }) => node === file?.node)
          if (!own) continue
          expect(own.content.reduce((sum, { length }) => sum + length, 0)).toBe(count * KIB)
          expect(own.structure.length).toBeGreaterThanOrEqual(nodes)
        }
      }),
    )
  })

  // mke2fs looks through all of a directory for each name.
  const names = THOROUGH > 1 ? 20_000 : 3000
  test(`a directory of ${names} names with an index gives each once, in parts`, async () => {
    const all = Array.from({ length: names }, (_, i) => `name-${i * 7919}`)
    const fill = async (dir: string) => {
      await mkdir(join(dir, 'd'))
      await writeFile(join(dir, 'f'), '')
      for (const name of all) await link(join(dir, 'f'), join(dir, 'd', name))
    }
    await withTree('-t ext4 -b 1024', 32, fill, async (volume) => {
      volume.run('e2fsck', ['-fyD'], 3)
      expect(told(volume, 'htree_dump d')).toMatch(/Root node dump/)
      await volume.with(async (bytes) => {
        const source = counting(bytes)
        const files = await opened(source)
        const root: number[] = []
        for await (const { entries } of files.list(files.root)) {
          root.push(...entries.filter(({ name }) => name === 'd').map(({ node }) => node))
        }
        expect(source.bytesRead).toBeLessThan(MIB)
        const found: string[] = []
        let parts = 0
        for await (const { entries, problems } of files.list(root[0] ?? 0)) {
          expect(problems).toEqual([])
          found.push(...entries.map(({ name }) => name))
          parts++
        }
        expect(found.sort()).toEqual(all.sort())
        expect(parts).toBeGreaterThan(names / 10_000)
      })
    })
  })

  test('times before 1970 and after 2038 are as debugfs says', async () => {
    const times: readonly [base: number, extra: number][] = [
      [0xffff_ffff, 0],
      [0x8000_0000, 0],
      [0x8000_0000, 1],
      [0x7fff_ffff, (999_999_999 << 2) | 1],
      [0x1234_5678, 3],
      [5, (123_456_789 << 2) | 2],
    ]
    await withVolume({ tool: 'mke2fs', args: ['-qF', '-t', 'ext4'], size: 4 }, async (volume) => {
      await debugfs(
        volume,
        times.flatMap(([base, extra], i) => [
          `mkdir d${i}`,
          `sif d${i} mtime 0x${base.toString(16)}`,
          `sif d${i} mtime_extra 0x${(extra >>> 0).toString(16)}`,
        ]),
      )
      await volume.with(async (source) => {
        const tree = await readTree(source, await opened(source))
        for (const [i, [, extra]] of times.entries()) {
          const time = tree.nodes.get(`/d${i}`)?.stat.times.modified?.nanoseconds ?? 0n
          const [, date = ''] = / mtime: .* -- (.*)/.exec(told(volume, `stat d${i}`)) ?? []
          const nanoseconds = BigInt(extra >>> 2)
          expect(time).toBe(BigInt(Date.parse(date)) * 1_000_000n + nanoseconds)
        }
      })
    })
  })

  test('devices, pipes, long links and reserved blocks are as debugfs made them', async () => {
    await withVolume({ tool: 'mke2fs', args: ['-qF', '-t', 'ext4'], size: 8 }, async (volume) => {
      await writeFile(`${volume.path}.f`, Buffer.alloc(3000, 0x61))
      await debugfs(volume, [
        'mknod c c 5 1',
        'mknod b b 259 60000',
        'mknod p p',
        `symlink l ${'x'.repeat(200)}`,
        `write ${volume.path}.f f`,
        'fallocate f 5 9',
        'sif f size 12288',
      ])
      await volume.with(async (source) => {
        const { nodes, problems } = await readTree(source, await opened(source))
        expect(nodes.get('/c')?.stat).toMatchObject({ kind: 'character-device', device: [5, 1] })
        expect(nodes.get('/b')?.stat).toMatchObject({ kind: 'block-device', device: [259, 60000] })
        expect(nodes.get('/p')?.stat).toMatchObject({ kind: 'fifo', size: 0n })
        expect(nodes.get('/l')?.stat.target).toBe('x'.repeat(200))
        const expected = new Uint8Array(12_288)
        expected.fill(0x61, 0, 3000)
        expect(nodes.get('/f')?.content).toEqual(expected)
        expect(problems).toEqual([])
      })
    })
  })
})

describe.skipIf(!hasProgram('mke2fs'))('a damaged ext4', async () => {
  const fill = async (dir: string) => {
    await mkdir(join(dir, 'd'))
    await writeFile(join(dir, 'd', 'f'), Buffer.alloc(9000, 7))
    await sparse(join(dir, 'many'), 20)
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
