/** Random trees that mke2fs has put into volumes of all kinds: every name, size, time and byte, and what the Sleuth Kit lists. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTree, type Tree } from '../../../../testing/guest-tree.ts'
import { hostTree, type MadeNode, makeHostTree } from '../../../../testing/host-tree.ts'
import { type MadeVolume, withVolume } from '../../../../testing/made-volumes.ts'
import { hasProgram } from '../../../../testing/programs.ts'
import { inTempDir } from '../../../../testing/qemu.ts'
import { hasSleuthkit } from '../../../../testing/sleuthkit.ts'
import { cases, THOROUGH } from '../../../../testing/thorough.ts'
import type { GuestTime } from '../../guest-files.ts'
import { nameOf } from '../../names.ts'
import { openExtFiles } from './open-ext-files.ts'

/** Options of mke2fs, and MiB of the volume. */
const KINDS: readonly (readonly [args: string, size: number])[] = [
  ['-t ext2 -b 1024', 16],
  ['-t ext2 -r 0 -b 1024 -I 128 -O ^dir_index,^resize_inode,^filetype', 16],
  ['-t ext3 -b 2048', 16],
  ['-t ext3 -b 4096 -I 128', 16],
  ['-t ext4', 16],
  ['-t ext4 -b 1024 -O ^flex_bg,^64bit', 16],
  ['-t ext4 -b 1024 -I 128 -O ^metadata_csum,uninit_bg', 16],
  ['-t ext4 -b 4096 -O inline_data', 16],
  ['-t ext4 -b 1024 -I 1024 -O inline_data', 16],
  ['-t ext4 -b 1024 -g 512 -O meta_bg,^resize_inode,^flex_bg', 16],
  ['-t ext4 -b 1024 -C 4096 -O bigalloc', 16],
  ['-t ext4 -b 65536', 64],
  ['-t ext4 -b 1024 -O sparse_super2,large_dir,metadata_csum_seed', 16],
]

/** Files of each tree of which the Sleuth Kit is asked more than the name: as many as are cheap. */
const ASKED = THOROUGH > 1 ? 100 : 2

const text = (path: Uint8Array): string => nameOf(path)

function expectTree(tree: Tree, made: readonly MadeNode[]): void {
  const paths = ['', '/lost+found', ...made.map(({ path }) => text(path))]
  expect([...tree.nodes.keys()].sort()).toEqual(paths.sort())
  const names = made.map(({ same }) => made.filter((other) => other.same === same).length)
  for (const [i, { path, kind, content, mode, modified, same }] of made.entries()) {
    const found = tree.nodes.get(text(path))
    expect(found?.stat).toMatchObject({ kind, permissions: mode })
    expect(found?.stat.times.modified?.nanoseconds).toBe(BigInt(modified) * 1_000_000_000n)
    expect(found?.node).toBe(tree.nodes.get(text(made[same]?.path ?? path))?.node)
    if (kind !== 'directory') expect(found?.stat.links).toBe(names[i])
    if (kind === 'link') expect(found?.stat.target).toBe(text(content ?? new Uint8Array()))
    if (content) expect(Buffer.compare(found?.content ?? new Uint8Array(), content)).toBe(0)
  }
}

/** Kind and inode of all names, as fls writes them. */
function listed(volume: MadeVolume): readonly string[] {
  const lines = volume.run('fls', ['-r', '-u', '-p', '-f', 'ext']).split('\n')
  return lines
    .flatMap((line) => /^(?:[\w-]\/([drl]) (\d+):)/.exec(line)?.slice(1).join(' ') ?? [])
    .sort()
}

/** Seconds that its numbers without a sign hold. */
const hasTime = (time: GuestTime | undefined): boolean =>
  time !== undefined && time.nanoseconds >= 0n && time.nanoseconds < 2n ** 31n * 1_000_000_000n

/** What it says of some files, and what is in them. */
function expectDetails(volume: MadeVolume, tree: Tree): void {
  const files = [...tree.nodes.values()].filter(({ stat }) => stat.kind === 'file')
  const largest = files.toSorted((a, b) => Number(b.stat.size - a.stat.size)).slice(0, ASKED)
  for (const { path, node, stat, content } of largest) {
    const theirs = volume.output('icat', ['-f', 'ext', '{}', `${node}`])
    expect(Buffer.compare(content ?? Buffer.of(), theirs), path).toBe(0)
    const facts = volume.run('istat', ['-f', 'ext', '-z', 'UTC', '{}', `${node}`])
    expect(Number(/^size: (\d+)$/m.exec(facts)?.[1])).toBe(Number(stat.size))
    expect(Number(/^num of links: (\d+)$/m.exec(facts)?.[1])).toBe(stat.links)
    if (!hasTime(stat.times.modified)) continue
    const told = /^File Modified:\t(\S+ \d+:\d+:\d+)(?:\.(\d{9}))? \(UTC\)$/m.exec(facts)
    const seconds = BigInt(Date.parse(`${told?.[1]}Z`)) * 1_000_000n
    expect(seconds + BigInt(told?.[2] ?? 0)).toBe(stat.times.modified?.nanoseconds)
  }
}

const LETTERS: Readonly<Record<string, string>> = { file: 'r', directory: 'd', link: 'l' }

async function expectSame(
  volume: MadeVolume,
  made: readonly MadeNode[],
  args: string,
): Promise<void> {
  await volume.with(async (source) => {
    const files = await openExtFiles(source)
    if (!files.ok) throw new Error(files.reason)
    const tree = await readTree(source, files)
    expect([...files.notes, ...tree.problems]).toEqual([])
    expectTree(tree, made)
    const told = [...tree.nodes.values()].flatMap(({ path, node, stat }) =>
      path === '' ? [] : [`${LETTERS[stat.kind]} ${node}`],
    )
    // The Sleuth Kit does not read clusters of several blocks.
    if (hasSleuthkit && !args.includes('bigalloc')) {
      expect(told.sort()).toEqual(listed(volume))
      expectDetails(volume, tree)
    }
    const nodes = new Set<number>()
    for await (const footprints of files.footprints())
      for (const { node } of footprints) nodes.add(node)
    expect([...tree.nodes.values()].filter(({ node }) => !nodes.has(node))).toEqual([])
  })
}

describe.skipIf(!hasProgram('mke2fs'))('a tree that mke2fs has copied', () => {
  test.each(KINDS)('with %s', (args, size) =>
    fc.assert(
      fc.asyncProperty(hostTree(THOROUGH > 1 ? 80 : 30), (tree) =>
        inTempDir(async (dir) => {
          const made = await makeHostTree(dir, tree)
          await withVolume(
            { tool: 'mke2fs', args: ['-qF', '-d', dir, ...args.split(' ')], size },
            (volume) => expectSame(volume, made, args),
          )
        }),
      ),
      { numRuns: cases(1), endOnFailure: true },
    ),
  )
})
