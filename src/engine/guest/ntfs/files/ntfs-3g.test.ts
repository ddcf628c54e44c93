/** Files that ntfs-3g makes, as it and the Sleuth Kit see them. */
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counting } from '../../../../testing/counting-source.ts'
import { filesOf, treeOf } from '../../../../testing/guest-files-of.ts'
import { checkFootprints, readTree, type Tree } from '../../../../testing/guest-tree.ts'
import { type MadeVolume, withVolume } from '../../../../testing/made-volumes.ts'
import {
  canMountNtfs,
  mounted,
  noise,
  type Piece,
  write,
} from '../../../../testing/mounted-ntfs.ts'
import { hasProgram } from '../../../../testing/programs.ts'
import { cases, THOROUGH } from '../../../../testing/thorough.ts'

const hasSleuthKit = ['fls', 'icat'].every(hasProgram)
/** Attributes of a directory in which all that is made is compressed: they stand in its record behind four times. */
const COMPRESSED_DIRECTORY = 0x800
const ATTRIBUTES = 0x38 + 24 + 32

interface Seen {
  readonly kind: string
  readonly size: bigint
  readonly modified: bigint
  readonly changed: bigint
  readonly links: number
  readonly content: string
}

/** As the mounted volume shows it. */
function seenIn(folder: string, prefix = '', seen = new Map<string, Seen>()): Map<string, Seen> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    const stat = lstatSync(path, { bigint: true })
    const isFile = entry.isFile()
    const isLink = entry.isSymbolicLink()
    seen.set(`${prefix}/${entry.name}`, {
      kind: isLink ? 'link' : entry.isDirectory() ? 'directory' : 'file',
      size: isFile ? stat.size : 0n,
      modified: stat.mtimeNs,
      changed: stat.ctimeNs,
      links: entry.isDirectory() ? 1 : Number(stat.nlink),
      content: isLink ? readlinkSync(path) : isFile ? readFileSync(path).toString('latin1') : '',
    })
    if (entry.isDirectory()) seenIn(path, `${prefix}/${entry.name}`, seen)
  }
  return seen
}

/** The same of what is read here, without the files of the system. */
function readAs(tree: Tree): Map<string, Seen> {
  const seen = new Map<string, Seen>()
  for (const [path, { stat, content }] of tree.nodes) {
    if (path === '' || path.startsWith('/$')) continue
    const { kind, size, times, links = 0, target } = stat
    seen.set(path, {
      kind,
      size: kind === 'file' ? size : 0n,
      modified: times.modified?.nanoseconds ?? 0n,
      changed: times.changed?.nanoseconds ?? 0n,
      links,
      content:
        target ?? (kind === 'file' && content ? Buffer.from(content).toString('latin1') : ''),
    })
  }
  return seen
}

const read = (volume: MadeVolume): Promise<Tree> =>
  volume.with(async (source) => {
    const files = await filesOf(source)
    const tree = await readTree(source, files)
    await checkFootprints(files, tree)
    await treeOf(files)
    return tree
  })

/** In it, a folder `packed` compresses what is put there. */
const withNtfs = (args: readonly string[], use: (volume: MadeVolume) => Promise<void>) =>
  withVolume({ tool: 'mkntfs', args: ['-qFf', ...args], size: 24 }, async (volume) => {
    await mounted(volume, (folder) => mkdirSync(join(folder, 'packed')))
    const { nodes } = await read(volume)
    const record = nodes.get('/packed')?.stat.record
    if (!record) throw new Error('there is no folder')
    await volume.put(record.offset + ATTRIBUTES, Uint8Array.of(0, COMPRESSED_DIRECTORY >> 8))
    await use(volume)
  })

describe.skipIf(!canMountNtfs)('as ntfs-3g shows it', () => {
  async function check(volume: MadeVolume, make: (folder: string) => void): Promise<Tree> {
    let seen = new Map<string, Seen>()
    await mounted(volume, make)
    await mounted(volume, (folder) => {
      seen = seenIn(folder)
    })
    const tree = await read(volume)
    expect(tree.problems).toEqual([])
    const found = readAs(tree)
    expect([...found.keys()].sort()).toEqual([...seen.keys()].sort())
    for (const [path, expected] of seen) {
      const { content, ...rest } = expected
      const { content: ours = '', ...ourRest } = found.get(path) ?? {}
      expect([path, ourRest]).toEqual([path, rest])
      expect(ours === content, `the content of ${path}`).toBe(true)
    }
    return tree
  }

  const name = fc
    .oneof(
      fc.constantFrom(' blank', '.hidden', 'quote"s', 'line\nbreak', 'ünï', '日本', '😀', "it's"),
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.constant('x'.repeat(255)),
    )
    .filter((text) => !/[/\0:]/.test(text) && text !== '.' && text !== '..' && isWellFormed(text))
  const piece = fc.tuple(
    fc.constantFrom<Piece[0]>('text', 'noise', 'hole'),
    fc.oneof(fc.nat({ max: 2000 }), fc.nat({ max: 200_000 })),
  )
  const file = fc.record({
    name,
    folder: fc.constantFrom('', 'packed', 'one', 'one/two'),
    pieces: fc.array(piece, { maxLength: 4 }),
  })

  test('trees of any kind, with clusters of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('512', '4096', '65536'),
        fc.array(file, { minLength: 3, maxLength: 12 }),
        async (cluster, files) =>
          withNtfs(['-c', cluster], async (volume) => {
            await check(volume, (folder) => {
              mkdirSync(join(folder, 'one/two'), { recursive: true })
              for (const each of files) write(join(folder, each.folder, each.name), each.pieces)
            })
          }),
      ),
      { numRuns: cases(3) },
    )
  })

  test('links, times, streams and many fragments', async () => {
    await withNtfs(['-c', '512'], async (volume) => {
      const tree = await check(volume, (folder) => {
        const path = (name: string) => join(folder, name)
        writeFileSync(path('a'), 'content')
        for (let i = 0; i < 60; i++)
          linkSync(path('a'), path(`a longer name of the same file ${i}`))
        symlinkSync('../ünï/target', path('link'))
        writeFileSync(path('a:one'), 'small')
        writeFileSync(path('a:two'), noise(70_000, 9))
        utimesSync(path('a'), -11_000_000_000.5, 200_000_000_000.25)
        for (let i = 0; i < 600; i++) {
          for (const name of ['f', 'g']) {
            writeFileSync(path(name), noise(512, i + 1), { flag: 'a' })
          }
        }
      })
      const a = tree.nodes.get('/a')
      expect(a?.stat.links).toBe(61)
      expect(a?.stat.streams).toEqual([
        { name: 'one', size: 5n },
        { name: 'two', size: 70_000n },
      ])
      expect(Buffer.from(a?.streams.get('one') ?? []).toString()).toBe('small')
      expect(Buffer.compare(a?.streams.get('two') ?? Buffer.of(), noise(70_000, 9))).toBe(0)
      expect(tree.nodes.get('/link')?.stat).toMatchObject({ kind: 'link', target: '../ünï/target' })
    })
  })

  test('a directory with very many names', async () => {
    const count = THOROUGH > 1 ? 200_000 : 1000
    const size = THOROUGH > 1 ? 600 : 24
    await withVolume({ tool: 'mkntfs', args: ['-qFf'], size }, async (volume) => {
      await mounted(volume, (folder) => {
        for (let i = 0; i < count; i++) {
          writeFileSync(join(folder, `name ${((i * 7919) % count).toString(36)} of many`), '')
        }
      })
      const { nodes, problems } = await volume.with(async (source) => {
        const counted = counting(source)
        const files = await filesOf(counted)
        // Their records lie in no order of theirs.
        for await (const part of files.list(files.root)) expect(part.problems).toEqual([])
        expect(counted.reads.length).toBeLessThan(100 + count / 100)
        return readTree(source, files, { names: 2 * count, bytes: 0, parts: 100 })
      })
      expect(problems).toEqual([])
      expect([...nodes.keys()].filter((path) => path.endsWith(' of many'))).toHaveLength(count)
    })
  })

  test.skipIf(!hasSleuthKit)('and as the Sleuth Kit does', async () => {
    await withNtfs([], async (volume) => {
      const tree = await check(volume, (folder) => {
        const path = (name: string) => join(folder, name)
        mkdirSync(path('deep/er'), { recursive: true })
        write(path('packed/mixed'), [
          ['text', 100_000],
          ['noise', 150_000],
          ['hole', 300_000],
          ['text', 70_000],
        ])
        write(path('deep/er/sparse'), [
          ['noise', 5000],
          ['hole', 900_000],
          ['noise', 5000],
        ])
        writeFileSync(path('small'), 'small')
        writeFileSync(path('small:stream'), 'of it')
      })
      const ours = [...tree.nodes]
        .slice(1)
        .flatMap(([path, { node, streams }]) => [
          `${node} ${path}`,
          ...[...streams.keys()].map((stream) => `${node} ${path}:${stream}`),
        ])
      // A file without a main content is there by its streams and indexes alone; and there is what nobody names.
      const theirs = new Set(
        volume
          .run('fls', ['-r', '-p', '-u', '{}'])
          .split('\n')
          .flatMap((line) => {
            const found = /^[rd]\/[rd] (\d+)-(\d+)-\d+:\t([^:]*)(:.*)?$/.exec(line)
            if (!found || line.includes('$OrphanFiles')) return []
            const [, node, type, path, stream] = found
            const named =
              stream === undefined || type === '144' ? [] : [`${node} /${path}${stream}`]
            return [`${node} /${path}`, ...named]
          }),
      )
      expect(ours.sort()).toEqual([...theirs].sort())
      for (const path of ['/packed/mixed', '/deep/er/sparse', '/small']) {
        const found = tree.nodes.get(path)
        const content = volume.output('icat', ['{}', String(found?.node)])
        expect(Buffer.compare(found?.content ?? Buffer.of(), content), path).toBe(0)
      }
    })
  })
})

const isWellFormed = (text: string): boolean => !/[\ud800-\udfff]/u.test(text)
