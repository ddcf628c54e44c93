/** Free clusters as ntfsprogs have them: the bitmap by ntfscat, and their number by ntfscluster. */
import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { freeSpaceOf, unitsOf } from '../../../testing/free-space-of.ts'
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

describe.skipIf(!hasProgram('mkntfs') || !hasProgram('ntfscat'))('as ntfsprogs see it', () => {
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
})
