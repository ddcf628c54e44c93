/** What mke2fs alone does not make: maps that are deep, indexes, reserved blocks, odd times, devices. */
import { link, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { counting } from '../../../../testing/counting-source.ts'
import { sparseFile, withTree } from '../../../../testing/ext-trees.ts'
import { readTree } from '../../../../testing/guest-tree.ts'
import { type MadeVolume, withVolume } from '../../../../testing/made-volumes.ts'
import { hasProgram } from '../../../../testing/programs.ts'
import { THOROUGH } from '../../../../testing/thorough.ts'
import type { ByteSource } from '../../../bytes/byte-source.ts'
import { KIB, MIB } from '../../../format/layout.ts'
import type { GuestFiles } from '../../guest-files.ts'
import { openFiles } from '../../open-files.ts'

const KIND = { kind: 'ext4' }

async function opened(source: ByteSource): Promise<GuestFiles> {
  const files = await openFiles(source, KIND)
  if (!files.ok) throw new Error(files.reason)
  return files
}

/** debugfs carries these out one after the other. */
async function debugfs(volume: MadeVolume, lines: readonly string[]): Promise<void> {
  await writeFile(`${volume.path}.script`, lines.join('\n'))
  volume.run('debugfs', ['-w', '-f', `${volume.path}.script`])
}

const told = (volume: MadeVolume, command: string): string => volume.run('debugfs', ['-R', command])

describe.skipIf(!hasProgram('mke2fs') || !hasProgram('debugfs'))('ext', () => {
  test.each([
    ['of extents, two levels below its root', '-t ext4 -b 1024', 600, 2 * KIB, 8],
    ['of lists of lists', '-t ext3 -b 1024', 600, 2 * KIB, 4],
    ['of lists of lists of lists', '-t ext2 -b 1024', 36, 2 * MIB, 36],
  ])('a file with a map %s has its bytes', async (_, args, count, step, nodes) => {
    let content = new Uint8Array()
    const fill = async (dir: string) => {
      content = new Uint8Array(await sparseFile(join(dir, 'f'), count, step))
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
