/** Free blocks as dumpe2fs lists them, of file systems that mke2fs and debugfs have made. */
import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { freeSpaceOf } from '../../../testing/free-space-of.ts'
import { type MadeVolume, withVolume } from '../../../testing/made-volumes.ts'
import { hasProgram } from '../../../testing/programs.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'
import { joinRanges } from '../../bytes/ranges.ts'
import { MIB } from '../../format/layout.ts'

/** Options of mke2fs, and MiB of the volume. */
const KINDS: readonly (readonly [args: string, size: number])[] = [
  ['-t ext2 -r 0 -b 1024 -g 256', 4],
  ['-t ext4', 300],
  ['-t ext4 -O ^64bit,^metadata_csum,uninit_bg -b 1024 -g 512 -N 64', 10],
  ['-t ext4 -O ^flex_bg,^sparse_super,^resize_inode -b 1024 -g 1024', 20],
  ['-t ext4 -O meta_bg,^resize_inode,^flex_bg,^64bit -b 1024 -g 256 -N 64', 12],
  ['-t ext4 -O sparse_super2,^has_journal,^resize_inode -b 1024 -g 1024 -G 4', 10],
  ['-t ext4 -O bigalloc -b 1024 -C 16384', 200],
  ['-t ext4 -b 65536', 16],
]

/** Files of many sizes, of which every other one is deleted again. */
async function fragment(volume: MadeVolume): Promise<void> {
  const content = `${volume.path}.content`
  const sizes = Array.from({ length: 8 }, (_, i) => 1 + ((i * 7919) % 40) * 3000)
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

/** Bytes that are put at places. */
type Changes = readonly (readonly [at: number, bytes: ArrayLike<number>])[]

const SUPERBLOCK = 1024
/** The first block behind that of the superblock, and the next descriptor in it. */
const DESCRIPTORS = 2048
const DESCRIPTOR = 64

describe.skipIf(!hasProgram('mke2fs'))('an ext4', async () => {
  let original = new Uint8Array()
  const args = ['-qF', '-t', 'ext4', '-b', '1024', '-g', '1024', '-N', '64', '-O', '^metadata_csum']
  await (hasProgram('mke2fs') &&
    withVolume({ tool: 'mke2fs', args, size: 4 }, (volume) =>
      volume.with(async (source) => {
        original = new Uint8Array(await source.read(0, source.size))
      }),
    ))
  const changed = (changes: Changes, size = original.length) => {
    const bytes = original.slice(0, size)
    for (const [at, more] of changes) bytes.set(more, at)
    return freeSpaceOf(new MemoryFile(bytes))
  }
  const told = async (changes: Changes) => {
    const space = (await changed(changes))?.space
    return space?.ok ? space.doubts : [space?.reason]
  }
  /** The block of the bitmap of the first group. */
  const bitmap = () => 1024 * new DataView(original.buffer).getUint32(DESCRIPTORS, true)

  test('is not doubted as it is made', async () => expect(await told([])).toEqual([]))

  test.each<[string, () => Changes, readonly string[]]>([
    [
      'has bits that nobody has counted',
      () => [[bitmap() + 120, [0xff]]],
      [
        'The bitmaps of block group 0 have other free blocks than is counted.',
        'Its bitmaps have N free blocks, but its superblock counts N.',
      ],
    ],
    [
      'has another count in its superblock',
      () => [[SUPERBLOCK + 12, [0, 0]]],
      ['Its bitmaps have N free blocks, but its superblock counts 0.'],
    ],
    [
      'has other counts in its groups',
      () =>
        [1, 2].map((group) => {
          const at = DESCRIPTORS + group * DESCRIPTOR + 12
          return [at, [(original[at] ?? 0) ^ 1]]
        }),
      [
        'The bitmaps of 2 block groups, of which 1 is the first, have other free blocks than is counted.',
      ],
    ],
    [
      'has inodes to be released',
      () => [[SUPERBLOCK + 0xe8, [12]]],
      ['It has files that were deleted while they were open, and are still to be released.'],
    ],
    [
      'has features that a writer has to know',
      () => [[SUPERBLOCK + 100, [(original[SUPERBLOCK + 100] ?? 0) | 0x80]]],
      ['It has features that are not known here: read-only 0x80.'],
    ],
    ['was not closed', () => [[SUPERBLOCK + 58, [0]]], ['It is marked as in use.']],
    [
      'has a journal to be replayed',
      () => [[SUPERBLOCK + 96, [(original[SUPERBLOCK + 96] ?? 0) | 4]]],
      ['Changes wait in its journal.'],
    ],
  ])('that %s is doubted', async (_, changes, doubts) => {
    const words = await told(changes())
    // How many there are depends on who made it.
    expect(words.map((word) => word?.replace(/\d,\d{3}/g, 'N'))).toEqual(doubts)
  })

  test.each<[string, Changes, RegExp]>([
    [
      'has features that a reader has to know',
      [[SUPERBLOCK + 98, [0x10]]],
      /incompatible 0x100000/,
    ],
    ['is a journal', [[SUPERBLOCK + 96, [8]]], /journal of another volume/],
    ['has groups of 8 blocks', [[SUPERBLOCK + 32, [8, 0]]], /groups have 8 blocks/],
    ['has blocks of 128 KiB', [[SUPERBLOCK + 24, [7]]], /no size of blocks/],
    ['has descriptors of 33 bytes', [[SUPERBLOCK + 254, [33]]], /33 bytes/],
    ['has more blocks than can be', [[SUPERBLOCK + 0x150, [0, 0, 0, 255]]], /which cannot be/],
    ['has a bitmap outside', [[DESCRIPTORS + DESCRIPTOR, [0, 0, 1]]], /group 1 leads out of it/],
  ])('that %s is refused', async (_, changes, reason) => {
    expect((await told(changes)).join()).toMatch(reason)
  })

  test('of whose place a part is missing is read as far as it is there, and doubted', async () => {
    const whole = await changed([])
    const end = 2.5 * MIB
    const cut = await changed([], end)
    expect(cut?.runs).toEqual(
      whole?.runs.flatMap(({ offset, length }) =>
        offset < end ? [{ offset, length: Math.min(length, end - offset) }] : [],
      ),
    )
    expect(cut?.space).toMatchObject({
      size: end,
      doubts: [
        'It says that it has 4 MiB (4,194,304 bytes), but its volume has 2.50 MiB (2,621,440 bytes).',
      ],
    })
  })

  test('whose bitmaps its place does not have is taken as in use there', async () => {
    const far = new Uint8Array(4)
    new DataView(far.buffer).setUint32(0, 4000, true)
    const cut = await changed([[DESCRIPTORS + DESCRIPTOR, far]], 2.5 * MIB)
    expect(cut?.runs.every(({ offset }) => offset < MIB || offset >= 2 * MIB + 1024)).toBe(true)
    expect(cut?.space).toMatchObject({
      doubts: [
        expect.any(String),
        'Its volume does not have the bitmaps of block group 1: taken as in use.',
      ],
    })
  })
})
