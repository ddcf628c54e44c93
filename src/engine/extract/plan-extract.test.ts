import { expect, test } from 'vitest'
import { type FakeDirectory, fakeGuestFiles, Same } from '../../testing/fake-guest-files.ts'
import { refused } from '../bytes/refused.ts'
import type { GuestFiles, Stat } from '../guest/guest-files.ts'
import { findPath, pathText } from '../guest/paths.ts'
import { type ExtractItem, planExtract, type Selection } from './plan-extract.ts'
import type { NamePlace } from './safe-names.ts'

const POSIX: NamePlace = { target: 'posix' }

/** A fake of which some nodes have another `Stat`, by path. */
async function filesWith(
  root: FakeDirectory,
  changes: Readonly<Record<string, Partial<Stat> | 'damaged'>>,
): Promise<GuestFiles> {
  const files = fakeGuestFiles(root)
  const byNode = new Map<number, Partial<Stat> | 'damaged'>()
  for (const [path, change] of Object.entries(changes)) {
    const found = await findPath(files, path)
    if (!found.ok) throw new Error(found.reason)
    byNode.set(found.node, change)
  }
  return {
    ...files,
    async stat(node) {
      const change = byNode.get(node)
      if (change === 'damaged') return refused('It is damaged.')
      const stat = await files.stat(node)
      return stat.ok && change ? { ...stat, ...change } : stat
    },
  }
}

const line = (item: ExtractItem): string => {
  if (item.kind === 'problem') return `${pathText(item.from)}: ${item.reason}`
  if (item.kind === 'end') return `end of ${item.of.path || '.'}`
  const path = `${item.kind} ${item.path || '.'}`
  if (item.kind === 'link') return `${path} to ${item.target}`
  if (item.kind === 'special') return `${path}: ${item.what}`
  return item.kind === 'file' && 'first' in item ? `${path} is ${item.first}` : path
}

async function planned(
  files: GuestFiles,
  selection?: Selection,
  names = POSIX,
): Promise<readonly string[]> {
  const top = { name: '', parent: undefined, node: files.root, depth: 0 }
  const lines: string[] = []
  for await (const item of planExtract(files, selection ?? { inside: top }, { names })) {
    lines.push(line(item))
  }
  return lines
}

const TREE: FakeDirectory = { etc: { passwd: 'x', ssh: { config: 'y' } }, empty: {}, a: '1' }

test('a folder comes before what is in it, and ends when all that is directly in it was named', async () => {
  expect(await planned(fakeGuestFiles(TREE))).toEqual([
    'directory .',
    'directory etc',
    'directory empty',
    'file a',
    'end of .',
    'file etc/passwd',
    'directory etc/ssh',
    'end of etc',
    'file etc/ssh/config',
    'end of etc/ssh',
  ])
})

test('of a selection each name has its own in the target, also of one that is in another', async () => {
  const files = fakeGuestFiles(TREE)
  const [etc, ssh, a] = await Promise.all(
    ['/etc', '/etc/ssh', '/a'].map((path) => findPath(files, path)),
  )
  if (!etc?.ok || !ssh?.ok || !a?.ok) throw new Error('one is missing')
  const of = (name: string, { node }: { readonly node: number }) => ({
    name,
    node,
    parent: undefined,
  })
  const entries = [of('ssh', ssh), of('etc', etc), of('a', a), of('a', a)]
  expect(await planned(files, { entries })).toEqual([
    'directory ssh',
    'file ssh/config',
    'end of ssh',
    'directory etc',
    'file etc/passwd',
    'end of etc',
    'file a',
    'file a (2)',
  ])
})

test('names are made safe, and those of one folder do not collide', async () => {
  const tree: FakeDirectory = {
    CON: '',
    'a:b': '1',
    'a?b': '2',
    A_B: '3',
    'x/': { '..': { '\0': '' } },
  }
  const windows = { target: 'windows' } as const
  const lines = await planned(fakeGuestFiles(tree), undefined, windows)
  expect(lines.filter((each) => !each.startsWith('end'))).toEqual([
    'directory .',
    'file _CON',
    'file a_b',
    'file a_b (2)',
    'file A_B (3)',
    'directory x_',
    'directory x_/__',
    'file x_/__/_',
  ])
})

test('a directory with two names comes once, and one in itself has an end', async () => {
  const lines = await planned(fakeGuestFiles({ a: { up: new Same(), self: new Same('a') } }))
  expect(lines).toEqual([
    'directory .',
    'directory a',
    'end of .',
    '/a: “up” is a directory that was met before, and is not listed again.',
    '/a: “self” is a directory that was met before, and is not listed again.',
    'end of a',
  ])
})

test('the second name of a file is told as that: where links are counted, and where a large one lies about them', async () => {
  const large = new Uint8Array(64 * 1024)
  const files = await filesWith(
    { d: { one: 'x', big: large }, two: new Same('d', 'one'), b: new Same('d', 'big') },
    { '/d/one': { links: 2 }, '/d/big': { links: 1 } },
  )
  expect((await planned(files)).slice(1)).toEqual([
    'directory d',
    'file two',
    'file b',
    'end of .',
    'file d/one is two',
    'file d/big is b',
    'end of d',
  ])
})

test('of very many large files none comes twice: what cannot be a link any more is said', async () => {
  const [count, times] = [2 ** 14 + 1, 2]
  const entry = (node: number) =>
    ({ name: `${node}`, node, kind: 'file', at: { offset: 0, length: 0 } }) as const
  const fake = fakeGuestFiles({})
  const stat = await fake.stat(fake.root)
  if (!stat.ok) throw new Error(stat.reason)
  const files: GuestFiles = {
    ...fake,
    async *list() {
      for (let i = 0; i < times; i++) {
        const entries = Array.from({ length: count }, (_, node) => entry(1000 + node))
        yield { entries, problems: [] }
      }
    },
    stat: async (node) =>
      node === fake.root ? stat : { ...stat, kind: 'file', size: 2n ** 16n, links: 1 },
  }
  const lines = await planned(files)
  expect(lines.filter((each) => /^file \d+$/.test(each))).toHaveLength(count)
  expect(lines.filter((each) => each.includes(' is '))).toHaveLength(2 ** 14)
  const last = 1000 + count - 1
  expect(lines.filter((each) => each.startsWith('/'))).toEqual([
    `/${last}: It says that it has one name, and was taken out under another one before.`,
  ])
})

test('links, what is special, and what is damaged are told for what they are', async () => {
  const files = await filesWith(
    { link: '', odd: '', null: '', gone: '', huge: '', bad: '' },
    {
      '/link': { kind: 'link', target: '/etc' },
      '/odd': { kind: 'link' },
      '/null': { kind: 'character-device', device: [1, 3] },
      '/gone': 'damaged',
      '/huge': { size: 2n ** 60n },
      '/bad': { problems: ['Its checksum is wrong.'] },
    },
  )
  expect(await planned(files)).toEqual([
    'directory .',
    'link link to /etc',
    '/odd: Where this link leads cannot be read.',
    'special null: character-device',
    '/gone: It is damaged.',
    '/huge: It says that it is larger than any file can be.',
    '/bad: Its checksum is wrong.',
    'file bad',
    'end of .',
  ])
})
