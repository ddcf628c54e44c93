import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MadeVolume, withVolume } from '../../testing/made-volumes.ts'
import { hasProgram, PROGRAM_ENV } from '../../testing/programs.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { cases, THOROUGH } from '../../testing/thorough.ts'
import type { ByteSource } from '../bytes/byte-source.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import type { VolumeFiles } from '../files/volume-files.ts'
import { openFiles } from '../guest/open-files.ts'
import { pathText } from '../guest/paths.ts'
import { findFileSystem } from '../guest/volumes/find-file-system.ts'
import { walkFiles } from '../guest/walk.ts'
import type { AffectedFile } from './affected-file.ts'
import { affectedFiles } from './affected-volumes.ts'
import { changedDiskOf, RangeCollector } from './changed-ranges.ts'
import { differingSectors } from './differing-sectors.ts'

const MIB = 1024 * 1024

async function volumeOf(source: ByteSource): Promise<VolumeFiles | undefined> {
  const at = { offset: 0, length: source.size }
  const fileSystem = await findFileSystem(source, at)
  const files = fileSystem && (await openFiles(source, fileSystem))
  if (!files?.ok) return undefined
  return { volume: { partition: undefined, fileSystem, at }, files, source, problems: () => [] }
}

/** All that is to be told of a path. */
interface Seen {
  readonly facts: string
  readonly contents: string
  readonly names: string
}

/** Every path with its facts, its contents and its names, one after the other. */
async function seenIn({ files }: VolumeFiles): Promise<ReadonlyMap<string, Seen>> {
  const seen = new Map<string, Seen>()
  const names = new Map<string, string[]>([['/', []]])
  const kinds: [path: string, node: number][] = [['/', files.root]]
  for await (const { directory, entries } of walkFiles(files)) {
    for (const { name, node } of entries) {
      const path = pathText({ name, parent: directory })
      kinds.push([path, node])
      const inside = directory.parent ? pathText(directory) : '/'
      names.set(inside, [...(names.get(inside) ?? []), name])
    }
  }
  for (const [path, node] of kinds) {
    const stat = await files.stat(node)
    const { problems: _, record: __, ...facts } = stat.ok ? stat : { problems: 0, record: 0 }
    const contents: string[] = []
    if (stat.ok) {
      const main = stat.kind === 'file' || stat.kind === 'link' ? [undefined] : []
      for (const stream of [...main, ...(stat.streams ?? []).map((each) => each.name)]) {
        const unreadable: string[] = []
        for await (const extents of files.extents(node, stream)) {
          for (const { from, offset, length } of extents) {
            if (from === 'unreadable') unreadable.push(`${offset}+${length}`)
          }
        }
        const content = await files.open(node, stream)
        const length = 'read' in content ? Math.min(content.size, MIB) : 0
        const bytes = 'read' in content ? await content.read(0, length) : new Uint8Array()
        // One that is empty is none: that it is there is a fact.
        if (bytes.length > 0 || unreadable.length > 0) {
          contents.push(`${stream ?? ''} ${unreadable} ${Buffer.from(bytes).toString('latin1')}`)
        }
      }
    }
    seen.set(path, {
      facts: JSON.stringify(facts, (_key, value) =>
        typeof value === 'bigint' ? `${value}n` : value,
      ),
      contents: JSON.stringify(contents.sort()),
      names: JSON.stringify((names.get(path) ?? []).sort()),
    })
  }
  return seen
}

interface Told {
  readonly status: AffectedFile['status']
  readonly facts: boolean
  readonly contents: boolean
  readonly names: boolean
}

/** What differs, by looking at everything. */
function differences(
  before: ReadonlyMap<string, Seen>,
  after: ReadonlyMap<string, Seen>,
): ReadonlyMap<string, Told> {
  const found = new Map<string, Told>()
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(path), after.get(path)]
    const none = { facts: false, contents: false, names: false }
    if (!old || !now) {
      found.set(path, { status: now ? 'only-after' : 'only-before', ...none })
      continue
    }
    const told = {
      status: 'changed' as const,
      facts: old.facts !== now.facts,
      contents: old.contents !== now.contents,
      names: old.names !== now.names,
    }
    if (told.facts || told.contents || told.names) found.set(path, told)
  }
  return found
}

async function changedBetween(before: ByteSource, after: ByteSource) {
  const size = Math.max(before.size, after.size)
  const collector = new RangeCollector(size)
  const [old, now] = [await before.read(0, size), await after.read(0, size)]
  for (const range of differingSectors(0, old, now)) collector.add(range, 'written')
  return changedDiskOf(collector, 0)
}

/** A volume, and all that is seen in it: looked at once for all that is compared with it. */
async function stateOf(source: ByteSource) {
  const volume = await volumeOf(source)
  return volume && { source, volume, seen: await seenIn(volume) }
}

/** Holds what is told against what differs, and gives it. */
async function expectExact(
  { source: before, volume: old, seen }: NonNullable<Awaited<ReturnType<typeof stateOf>>>,
  after: ByteSource,
): Promise<readonly AffectedFile[] | undefined> {
  const now = await volumeOf(after)
  if (!now) return undefined
  const changed = await changedBetween(before, after)
  const rows: AffectedFile[] = []
  for await (const batch of affectedFiles({ before: old, after: now, changed: changed.ranges }))
    rows.push(...batch)
  const expected = differences(seen, await seenIn(now))
  const told = new Map(
    rows.map(({ path, status, facts, changedBytes, hasOtherNames }): [string, Told] => {
      const isChanged = status === 'changed'
      return [
        path,
        {
          status,
          facts: facts.length > 0,
          contents: isChanged && changedBytes > 0,
          names: hasOtherNames,
        },
      ]
    }),
  )
  const sorted = (all: ReadonlyMap<string, Told>) => [...all].sort(([a], [b]) => (a < b ? -1 : 1))
  expect(sorted(told)).toEqual(sorted(expected))
  return rows
}

/** The byte that the larger file consists of. */
const LARGE = 'x'

/** A tree of small files in directories, with one that is larger. */
async function makeTree(dir: string): Promise<string> {
  const root = join(dir, 'tree')
  await mkdir(join(root, 'a', 'deep', 'er'), { recursive: true })
  await mkdir(join(root, 'b'), { recursive: true })
  for (let i = 0; i < 12; i++) {
    await writeFile(join(root, 'a', `file-${i}`), Buffer.alloc(700 * i, i + 65))
    await writeFile(join(root, 'a', 'deep', `${i}.txt`), `small ${i}`)
  }
  await writeFile(join(root, 'b', 'large'), Buffer.alloc(90_000, LARGE))
  await writeFile(join(root, 'a', 'deep', 'er', 'last'), 'end')
  return root
}

interface Maker {
  readonly has: boolean
  /** How many are compared in a normal run: those of NTFS take five times as long. */
  readonly runs: number
  /** The path of the volume stands behind the arguments. */
  make(root: string): {
    readonly tool: string
    readonly args: readonly string[]
    readonly size: number
  }
  fill?(volume: MadeVolume, root: string): void
}

const MAKERS: Readonly<Record<string, Maker>> = {
  ext4: {
    has: hasProgram('mke2fs'),
    runs: 16,
    make: (root) => ({
      tool: 'mke2fs',
      args: ['-q', '-t', 'ext4', '-b', '1024', '-N', '64', '-d', root],
      size: 2,
    }),
  },
  FAT16: {
    has: hasProgram('mkfs.fat') && hasProgram('mcopy'),
    runs: 16,
    make: () => ({ tool: 'mkfs.fat', args: ['-F', '16', '-s', '1'], size: 4 }),
    fill: ({ path }, root) => {
      const args = ['-s', '-i', path, join(root, 'a'), join(root, 'b'), '::']
      execFileSync('mcopy', args, { env: { ...PROGRAM_ENV, MTOOLSRC: '/dev/null' } })
    },
  },
  NTFS: {
    has: hasProgram('mkntfs') && hasProgram('ntfscp'),
    runs: 8,
    make: () => ({ tool: 'mkntfs', args: ['-Q', '-F', '-q', '-c', '512'], size: 2 }),
    fill: (volume, root) => {
      for (const name of ['a/file-1', 'a/file-11', 'a/deep/3.txt', 'b/large']) {
        const target = name.replaceAll('/', '-')
        volume.run('ntfscp', ['-q', '{}', join(root, name), target])
      }
    },
  },
}

describe.each(Object.entries(MAKERS))('%s', (_, { has, runs, make, fill }) => {
  test.skipIf(!has)(
    'what is told is what differs, whatever is written over',
    { timeout: 60_000 * THOROUGH },
    () =>
      inTempDir(async (dir) => {
        const root = await makeTree(dir)
        await withVolume(make(root), async (volume) => {
          fill?.(volume, root)
          const before = await volume.with((source) => source.read(0, source.size))
          // Where there is something: elsewhere nobody would see it.
          const used: number[] = []
          for (let at = 0; at < before.length; at += 64) {
            if (before.subarray(at, at + 64).some((byte) => byte !== 0)) used.push(at)
          }
          const writes = fc.array(
            fc.record({
              at: fc.nat({ max: used.length - 1 }),
              by: fc.nat({ max: 63 }),
              from: fc.option(fc.nat({ max: used.length - 1 }), { nil: undefined }),
              byte: fc.nat({ max: 255 }),
            }),
            { minLength: 1, maxLength: 6 },
          )
          const old = await stateOf(new MemoryFile(before))
          if (!old) throw new Error('The volume as it was made has no files.')
          // One write that certainly affects a file: the counts below do not depend on chance.
          const inLarge = used.findIndex((at) =>
            before.subarray(at, at + 64).every((byte) => byte === LARGE.charCodeAt(0)),
          )
          const certain = [{ at: inLarge, by: 0, from: undefined, byte: 0 }]
          let [compared, affected] = [0, 0]
          await fc.assert(
            fc.asyncProperty(writes, async (list) => {
              const after = before.slice()
              for (const { at, by, from, byte } of list) {
                const place = used[at] ?? 0
                if (from === undefined) after[place + by] = byte
                else after.set(before.subarray(used[from] ?? 0, (used[from] ?? 0) + 64), place)
              }
              const rows = await expectExact(old, new MemoryFile(after))
              if (!rows) return
              compared++
              if (rows.length > 0) affected++
            }),
            { numRuns: cases(runs), examples: [[certain]] },
          )
          expect(compared).toBeGreaterThan(0)
          expect(affected).toBeGreaterThan(0)
        })
      }),
  )
})
