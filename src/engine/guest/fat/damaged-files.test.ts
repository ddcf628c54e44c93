/** FATs with files that are damaged or unusual: what can be read is read, and the rest is said. */
import { describe, expect, test } from 'vitest'
import { extentsOf, filesOf, footprintsOf, treeOf } from '../../../testing/guest-files-of.ts'
import { readTree } from '../../../testing/guest-tree.ts'
import { type FatNode, type MadeFatFiles, makeFatFiles } from '../../../testing/made-fat-files.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'

const CONTENT = Uint8Array.from({ length: 3000 }, (_, i) => (i * 7) & 0xff)
const TREE: Readonly<Record<string, FatNode>> = {
  file: { content: CONTENT },
  inside: { names: { 'a longer name of 30 characters': {}, below: { names: { x: {} } } } },
}
const BITS = [12, 16, 32] as const

const opened = async ({ bytes }: MadeFatFiles) => {
  const source = new MemoryFile(bytes)
  return { source, files: await filesOf(source) }
}
const walked = async (made: MadeFatFiles) => treeOf((await opened(made)).files)

/** Lets the table say, of the cluster of a node with this index, what comes next. */
function link(
  { bytes, bits, tables, clusters }: MadeFatFiles,
  path: string,
  index: number,
  to: number,
) {
  const cluster = clusters.get(path)?.[index] ?? 0
  for (const table of tables) {
    const at = table + Math.floor((cluster * bits) / 8)
    const isOdd = bits === 12 && cluster % 2 === 1
    const [low = 0, high = 0] = bytes.subarray(at, at + 2)
    if (bits === 12) {
      const pair = low + 256 * high
      const kept = isOdd ? (pair & 0xf) | (to << 4) : (pair & 0xf000) | to
      bytes.set([kept & 0xff, kept >> 8], at)
    } else {
      bytes.set(
        [to & 0xff, (to >> 8) & 0xff, ...(bits === 32 ? [(to >> 16) & 0xff, to >>> 24] : [])],
        at,
      )
    }
  }
}
/** Bytes of the entry of a node, `at` from its beginning. */
const change = (
  { bytes, nodes }: MadeFatFiles,
  path: string,
  at: number,
  ...to: readonly number[]
) => bytes.set(to, (nodes.get(path) ?? 0) + at)

describe.each(BITS)('a FAT%i', (bits) => {
  const made = () => makeFatFiles(bits, TREE)
  const mark = (low: number) => (bits === 32 ? 0x0fff_ff00 : 2 ** bits - 256) + low

  test('has its files, and where they lie', async () => {
    const fat = made()
    const { source, files } = await opened(fat)
    expect(files.notes.filter((note) => !note.includes('make it a FAT12'))).toEqual([])
    const { nodes, problems } = await treeOf(files)
    expect(problems).toEqual([])
    expect([...nodes].map(([path, { node }]) => [path, node])).toEqual(
      [
        '/file',
        '/inside',
        '/inside/a longer name of 30 characters',
        '/inside/below',
        '/inside/below/x',
      ].map((path) => [path, fat.nodes.get(path)]),
    )
    const contents = (await readTree(source, files)).nodes
    expect(contents.get('/file')?.content).toEqual(CONTENT)
    const footprints = await footprintsOf(files)
    for (const { node, content, structure, record } of footprints) {
      const path = [...fat.nodes].find(([, at]) => at === node)?.[0] ?? ''
      if (node === 0) continue
      expect(content.map(({ offset }) => offset)).toEqual(fat.clusters.get(path)?.map(fat.placeOf))
      expect(structure).toHaveLength(content.length)
      const parts = Math.ceil((path.split('/').at(-1) ?? '').length / 13)
      expect(record).toEqual({ offset: node - 32 * parts, length: 32 * (parts + 1) })
    }
    expect(footprints.map(({ node }) => node)).toHaveLength(nodes.size + 1)
  })

  test.each<[string, number, number, string, number]>([
    ['breaks off', 1, 0, 'calls free', 1024],
    ['leads to no cluster', 0, 1, 'leads out', 512],
    ['leads behind the last cluster', 0, bits === 16 ? 4102 : 302, 'leads out', 512],
    ['leads to a bad cluster', 2, mark(0xf7), 'marked as bad', 1536],
    ['ends too soon', 2, mark(0xf8), 'It has 3 clusters, but its size takes 6', 1536],
  ])('a content whose chain %s is read as far as that', async (_, index, to, told, length) => {
    const fat = made()
    link(fat, '/file', index, to)
    const { source, files } = await opened(fat)
    const node = fat.nodes.get('/file') ?? 0
    const stat = await files.stat(node)
    expect(stat.ok && stat.problems.join(' ')).toContain(told)
    const parts = await extentsOf(files, node)
    expect(parts.at(-1)).toMatchObject({
      from: 'unreadable',
      offset: length,
      length: 3000 - length,
    })
    await readTree(source, files)
  })

  test('a chain that comes back to itself has no cluster twice', async () => {
    const fat = made()
    link(fat, '/file', 3, fat.clusters.get('/file')?.[1] ?? 0)
    const { files } = await opened(fat)
    const parts = await extentsOf(files, fat.nodes.get('/file') ?? 0)
    expect(parts.map(({ from }) => from)).toEqual([...new Array(4).fill('volume'), 'unreadable'])
    expect(parts.at(-1)).toMatchObject({ reason: 'Its chain of clusters goes in a circle.' })
  })

  test('a chain that is longer than its file is said', async () => {
    const fat = made()
    change(fat, '/file', 28, 1, 2, 0, 0)
    const stat = await (await opened(fat)).files.stat(fat.nodes.get('/file') ?? 0)
    const problems = ['It has 6 clusters, but its size takes 2 clusters.']
    expect(stat).toMatchObject({ size: 513n, allocated: 3072n, problems })
  })

  test('a directory in itself, and one that is its own chain, come to an end', async () => {
    const fat = made()
    change(fat, '/inside/below', 26, (fat.clusters.get('/inside')?.[0] ?? 0) & 0xff)
    const { nodes, problems } = await walked(fat)
    expect([...nodes.keys()]).toHaveLength(4)
    expect(problems).toEqual([expect.stringContaining('/inside/below: It shares its table')])
    const circle = made()
    link(circle, '/inside', 0, circle.clusters.get('/inside')?.[0] ?? 0)
    expect((await walked(circle)).nodes.get('/inside')?.stat).toMatchObject({
      size: 512n,
      problems: ['Its chain of clusters goes in a circle.'],
    })
    expect((await footprintsOf((await opened(fat)).files)).length).toBe(5)
  })

  test('a directory without a cluster is empty, and said to be', async () => {
    const fat = made()
    change(fat, '/inside', 26, 0, 0)
    expect(await walked(fat)).toMatchObject({ problems: ['/inside: It has no cluster.'] })
  })

  test('tables that differ are noted, and so is how it was left', async () => {
    const fat = made()
    fat.bytes.set([9], fat.tables[1] + 30)
    fat.bytes.set([1], bits === 32 ? 65 : 37)
    expect((await opened(fat)).files.notes).toEqual([
      'It is marked as in use.',
      ...(bits === 32 ? [expect.stringContaining('make it a FAT12')] : []),
      'Its tables differ. The first one is used.',
    ])
  })

  test('a volume that ends before its tables do has no files', async () => {
    const { bytes, tables } = made()
    const files = await filesOf(new MemoryFile(bytes.slice(0, tables[0])))
    expect(files.notes.join(' ')).toContain('Its table does not begin as one.')
    const { nodes, problems } = await treeOf(files)
    expect([nodes.size, problems]).toEqual([0, [expect.stringContaining('/: ')]])
  })

  test('what lies behind the end of its volume is unreadable', async () => {
    const fat = made()
    const end = fat.placeOf(fat.clusters.get('/file')?.[2] ?? 0) + 100
    const source = new MemoryFile(fat.bytes.slice(0, end))
    const files = await filesOf(source)
    const parts = await extentsOf(files, fat.nodes.get('/file') ?? 0)
    expect(parts.slice(2, 4)).toMatchObject([
      { from: 'volume', length: 100 },
      { from: 'unreadable', length: 412, reason: 'It lies behind the end of the volume.' },
    ])
    expect((await treeOf(files)).problems).toEqual([
      '/inside: It goes on behind the end of the volume.',
    ])
    await readTree(source, files)
  })
})

const shortOnly = (short: string, rest: FatNode = {}): FatNode => ({
  short,
  isShort: true,
  ...rest,
})

test.each<[string, FatNode, string]>([
  ['eight and three', shortOnly('README  TXT'), '/README.TXT'],
  ['no extension', shortOnly('README     '), '/README'],
  ['small letters', shortOnly('README  TXT', { letters: 0x18 }), '/readme.txt'],
  ['a small name', shortOnly('README  TXT', { letters: 0x08 }), '/readme.TXT'],
  ['a small extension', shortOnly('README  TXT', { letters: 0x10 }), '/README.txt'],
  ['what stands for the mark of deleted ones', shortOnly('\x05BC        '), '/σBC'],
  ['code page 437', shortOnly('\x8eRGER\x9a  \xe1\x80 '), '/ÄRGERÜ.ßÇ'],
  ['code page 437 in small letters', shortOnly('\x8eRGER      ', { letters: 8 }), '/ärger'],
  ['blanks inside', shortOnly('A B     C D'), '/A B.C D'],
  ['a slash', shortOnly('A/B        '), '/A\\/B'],
  ['dots where no dots are', shortOnly('..         '), '/..'],
])('a short name with %s', async (_, node, path) => {
  expect([...(await walked(makeFatFiles(16, { node }))).nodes.keys()]).toEqual([path])
})

test.each([
  'x',
  'thirteen char',
  'fourteen chars',
  '😀 and half of one: \ud83d',
  'a'.repeat(255),
  ' x. ',
])('a long name: %j', async (name) => {
  const { nodes, problems } = await walked(makeFatFiles(32, { [name]: {} }))
  expect([...nodes.keys()]).toEqual([`/${name}`])
  expect(problems).toEqual([])
})

test.each<[string, (fat: MadeFatFiles) => void, string, string]>([
  ['is of another file', (fat) => change(fat, '/a long name that is so', 0, 0x58), 'X0', '2 parts'],
  [
    'lacks its last part',
    (fat) => change(fat, '/a long name that is so', -64, 0xe5),
    'N0',
    '1 part',
  ],
  [
    'lacks its first part',
    (fat) => change(fat, '/a long name that is so', -32, 0xe5),
    'N0',
    '1 part',
  ],
  [
    'has two sums',
    (fat) => change(fat, '/a long name that is so', -32 + 13, 0x99),
    'N0',
    '2 parts',
  ],
  [
    'has no part with number 0',
    (fat) => change(fat, '/a long name that is so', -64, 0x40),
    'N0',
    '2 parts',
  ],
])('a long name that %s is left out', async (_, damage, name, told) => {
  const fat = makeFatFiles(16, { 'a long name that is so': { content: CONTENT } })
  damage(fat)
  const { nodes, problems } = await walked(fat)
  expect([...nodes.keys()]).toEqual([`/${name}`])
  expect(problems.join()).toContain(`/: ${told}`)
})

test('deleted files, the label and what is behind the end are left out', async () => {
  const fat = makeFatFiles(16, {
    gone: shortOnly('\xe5ONE       '),
    label: shortOnly('LABEL      ', { attributes: 0x08 }),
    kept: shortOnly('KEPT       '),
    end: shortOnly('\0          '),
    behind: shortOnly('BEHIND     '),
  })
  expect(await walked(fat)).toMatchObject({ problems: [] })
  expect([...(await walked(fat)).nodes.keys()]).toEqual(['/KEPT'])
  const { files } = await opened(fat)
  for (const name of ['/gone', '/label', '/end']) {
    expect(await files.stat(fat.nodes.get(name) ?? 0)).toMatchObject({ ok: false })
  }
})

test('times are of the clock of the guest, and those that cannot be are said', async () => {
  const seconds = (text: string) => BigInt(Date.parse(`${text}Z`)) * 1_000_000n
  const fat = makeFatFiles(16, {
    full: {
      // 1.99 s behind 2026-02-28 23:59:58, accessed on 2107-12-31.
      created: [199, 0x7d, 0xbf, 0x5c, 0x5c, 0x9f, 0xff],
      modified: [0, 0, 0x21, 0],
      attributes: 0x27,
    },
    odd: { created: [0, 0, 0, 0x41, 0x5c, 0, 0], modified: [0x7e, 0xff, 0x5f, 0x5c] },
  })
  const { nodes } = await walked(fat)
  const isLocal = true
  expect(nodes.get('/full')?.stat).toMatchObject({
    attributes: ['read-only', 'hidden', 'system', 'archive'],
    times: {
      created: { nanoseconds: seconds('2026-02-28T23:59:59.990'), isLocal },
      accessed: { nanoseconds: seconds('2107-12-31T00:00:00'), isLocal },
      modified: { nanoseconds: seconds('1980-01-01T00:00:00'), isLocal },
    },
    problems: [],
  })
  expect(nodes.get('/odd')?.stat).toMatchObject({
    times: { created: { nanoseconds: seconds('2026-02-01T00:00:00') } },
    problems: ['When it was modified is no time that can be.'],
  })
  expect(nodes.get('/odd')?.stat.times).not.toHaveProperty('accessed')
})
