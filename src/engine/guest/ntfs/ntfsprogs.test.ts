/** What ntfsprogs say of a volume: free clusters by ntfscat and ntfscluster, and files. */
import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { freeSpaceOf, unitsOf } from '../../../testing/free-space-of.ts'
import { filesOf } from '../../../testing/guest-files-of.ts'
import { readTree } from '../../../testing/guest-tree.ts'
import { type MadeVolume, withVolume } from '../../../testing/made-volumes.ts'
import { hasProgram } from '../../../testing/programs.ts'

/** The runs of clusters whose bits are not set, bit by bit. */
function zeroBits(bitmap: Uint8Array, clusters: number): readonly (readonly [number, number])[] {
  const runs: [number, number][] = []
  for (let i = 0; i < clusters; i++) {
    if (((bitmap[i >> 3] ?? 0) >> (i & 7)) & 1) continue
    const last = runs.at(-1)
    if (last?.[1] === i - 1) last[1] = i
    else runs.push([i, i])
  }
  return runs
}

describe.skipIf(!hasProgram('mkntfs') || !hasProgram('ntfscat'))(
  'free clusters, as ntfsprogs see them',
  () => {
    /** Files of several sizes, some of which are cut off again. */
    async function fragment(volume: MadeVolume): Promise<void> {
      const content = `${volume.path}.content`
      await writeFile(content, Buffer.alloc(70_000, 0x5a))
      for (const name of ['a', 'b', 'c']) volume.run('ntfscp', ['-q', '{}', content, name])
      // The second file that was made.
      volume.run('ntfstruncate', ['-q', '{}', '65', '0x80', '5000'])
    }

    test.each([
      [['-c', '512'], 4],
      [['-s', '4096'], 8],
      [['-c', '65536'], 16],
      [['-c', '2097152'], 64],
    ] as const)('mkntfs %j', (args, size) =>
      withVolume({ tool: 'mkntfs', args: ['-qFf', ...args], size }, async (volume) => {
        if (size < 16) await fragment(volume)
        const read = await volume.with(freeSpaceOf)
        expect(read?.space).toMatchObject({ ok: true, doubts: [] })
        if (!read?.space.ok) return
        const { unitSize, freeBytes, size: told } = read.space
        const bitmap = volume.output('ntfscat', ['-i', '6'])
        expect(unitsOf(read.runs, unitSize)).toEqual(zeroBits(bitmap, told / unitSize))
        const info = volume.run('ntfscluster', ['-i'])
        expect(freeBytes).toBe(Number(/bytes of free space +: (\d+)/.exec(info)?.[1]))
      }),
    )
  },
)

describe.skipIf(!['mkntfs', 'ntfscp', 'ntfscat', 'ntfsls'].every(hasProgram))(
  'files, as ntfsprogs show them',
  () => {
    test.each([
      ['-c', '512'],
      ['-s', '4096'],
      ['-c', '65536'],
    ])('mkntfs %s %s', (...args) =>
      withVolume({ tool: 'mkntfs', args: ['-qFf', ...args], size: 16 }, async (volume) => {
        const copied = `${volume.path}.content`
        const contents = new Map<string, Buffer>()
        for (const [i, length] of [0, 300, 701, 5000, 300_000].entries()) {
          const content = Buffer.alloc(length, `of ${length} `)
          await writeFile(copied, content)
          volume.run('ntfscp', ['-q', '{}', copied, `file ${i}`])
          if (i > 0) volume.run('ntfscp', ['-q', '-N', 'stream', '{}', copied, 'file 0'])
          contents.set(`/file ${i}`, content)
        }
        const tree = await volume.with(async (source) => readTree(source, await filesOf(source)))
        expect(tree.problems).toEqual([])
        const names = volume.run('ntfsls', ['-a', '-s', '-R'])
        for (const [path, content] of contents) {
          expect(names).toContain(path.slice(1))
          expect(Buffer.compare(tree.nodes.get(path)?.content ?? Buffer.of(), content)).toBe(0)
        }
        for (const name of ['$Boot', '$UpCase']) {
          const theirs = volume.output('ntfscat', ['{}', name])
          expect(Buffer.compare(tree.nodes.get(`/${name}`)?.content ?? Buffer.of(), theirs)).toBe(0)
        }
        const stream = tree.nodes.get('/file 0')?.streams.get('stream')
        const theirs = volume.output('ntfscat', ['-n', 'stream', '{}', 'file 0'])
        expect(Buffer.compare(stream ?? Buffer.of(), theirs)).toBe(0)
        expect(theirs.length).toBe(300_000)
      }),
    )
  },
)
