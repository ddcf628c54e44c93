/** Free blocks as dumpe2fs lists them, of file systems that mke2fs and debugfs have made. */
import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { freeSpaceOf } from '../../../testing/free-space-of.ts'
import { type MadeVolume, withVolume } from '../../../testing/made-volumes.ts'
import { hasProgram } from '../../../testing/programs.ts'
import { joinRanges } from '../../bytes/ranges.ts'

/** Options of mke2fs, and MiB of the volume. */
const KINDS: readonly (readonly [args: string, size: number])[] = [
  ['-t ext2 -r 0 -b 1024 -g 256', 4],
  ['-t ext3 -b 2048 -g 2048', 20],
  ['-t ext4', 300],
  ['-t ext4 -O ^64bit,^metadata_csum,uninit_bg -b 1024 -g 512 -N 64', 10],
  ['-t ext4 -O ^flex_bg,^sparse_super,^resize_inode -b 1024 -g 1024', 20],
  ['-t ext4 -O meta_bg,^resize_inode -b 1024 -g 256 -N 64', 12],
  ['-t ext4 -O meta_bg,^resize_inode,^flex_bg,^64bit -b 1024 -g 256 -N 64', 12],
  ['-t ext4 -O sparse_super2 -b 1024 -g 1024', 10],
  ['-t ext4 -O bigalloc -b 1024 -C 16384', 200],
  ['-t ext4 -O bigalloc,^flex_bg -b 4096 -C 65536 -g 32768', 300],
  ['-t ext4 -b 65536', 16],
]

/** Files of many sizes, of which every other one is deleted again. */
async function fragment(volume: MadeVolume): Promise<void> {
  const content = `${volume.path}.content`
  const sizes = Array.from({ length: 12 }, (_, i) => 1 + ((i * 7919) % 40) * 3000)
  const lines: string[] = []
  for (const [i, size] of sizes.entries()) {
    await writeFile(`${content}${i}`, Buffer.alloc(size, 0x5a))
    lines.push(`write ${content}${i} f${i}`)
  }
  lines.push(...sizes.flatMap((_, i) => (i % 2 === 0 ? [`rm f${i}`] : [])))
  await writeFile(`${content}.script`, lines.join('\n'))
  volume.run('debugfs', ['-w', '-f', `${content}.script`])
}

/** In bytes, joined. */
function toldFree(volume: MadeVolume) {
  const text = volume.run('dumpe2fs', [])
  const sizeOf = (unit: string) => Number(new RegExp(`^${unit} size: +(\\d+)`, 'm').exec(text)?.[1])
  const blockSize = sizeOf('Block')
  // It lists the first blocks of clusters.
  const unitSize = sizeOf('Cluster') || blockSize
  const lists = [...text.matchAll(/^ {2}Free blocks: (.+)$/gm)].flatMap(([, list = '']) =>
    list.trim() === '' ? [] : list.split(', '),
  )
  const runs = lists.map((part) => {
    const [first = 0, last = first] = part.split('-').map(Number)
    return { offset: first * blockSize, length: (last - first) * blockSize + unitSize }
  })
  return joinRanges(runs)
}

describe.skipIf(!hasProgram('dumpe2fs') || !hasProgram('debugfs'))('free as dumpe2fs says', () => {
  test.each(KINDS)('mke2fs %s', (args, size) =>
    withVolume({ tool: 'mke2fs', args: ['-qF', ...args.split(' ')], size }, async (volume) => {
      await fragment(volume)
      const read = await volume.with(freeSpaceOf)
      expect(read?.space).toMatchObject({ ok: true, doubts: [] })
      expect(read?.runs).toEqual(toldFree(volume))
      expect(read?.runs.length).toBeGreaterThan(3)
    }),
  )
})
