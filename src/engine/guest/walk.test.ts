import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type FakeDirectory,
  type FakeOptions,
  fakeGuestFiles,
  Same,
} from '../../testing/fake-guest-files.ts'
import type { GuestFiles } from './guest-files.ts'
import { findPath, pathText, splitPath } from './paths.ts'
import { type WalkOptions, walkFiles } from './walk.ts'

async function walked(files: GuestFiles, options?: WalkOptions) {
  const paths: string[] = []
  const problems: string[] = []
  for await (const part of walkFiles(files, options)) {
    const { directory } = part
    for (const { name, kind } of part.entries) {
      paths.push(`${pathText({ name, parent: directory })}${kind === 'directory' ? '/' : ''}`)
    }
    problems.push(...part.problems.map((problem) => `${pathText(directory)}: ${problem}`))
  }
  return { paths, problems }
}

const walkOf = (root: FakeDirectory, options?: FakeOptions) => walked(fakeGuestFiles(root, options))

const TREE: FakeDirectory = {
  etc: { passwd: 'x', ssh: { config: 'y' } },
  empty: {},
  a: '1',
  b: '2',
}
const PATHS = ['/etc/', '/empty/', '/a', '/b', '/etc/passwd', '/etc/ssh/', '/etc/ssh/config']

test('a directory comes before those in it, which come in its own order', async () => {
  expect(await walkOf(TREE)).toEqual({ paths: PATHS, problems: [] })
})

test('of entries that do not say what they are their nodes are asked', async () => {
  expect(await walkOf(TREE, { hidesKinds: true })).toEqual({ paths: PATHS, problems: [] })
  const { paths, problems } = await walkOf(TREE, { hidesKinds: true, unreadable: ['/etc'] })
  expect(paths).toEqual(['/etc', ...PATHS.slice(1, 4)])
  expect(problems).toEqual(['/: What “etc” is cannot be read: Node 3 is damaged.'])
})

test('it begins at any directory', async () => {
  const files = fakeGuestFiles(TREE)
  const etc = await findPath(files, '/etc')
  if (!etc.ok) throw new Error(etc.reason)
  const root = { name: '', parent: undefined, node: files.root, depth: 0 }
  const from = { name: 'etc', parent: root, node: etc.node, depth: 1 }
  expect((await walked(files, { from })).paths).toEqual(PATHS.slice(4))
})

test('a directory that is in itself, or has two names, is listed once', async () => {
  expect(await walkOf({ a: { up: new Same(), self: new Same('a'), f: '' } })).toEqual({
    paths: ['/a/', '/a/up/', '/a/self/', '/a/f'],
    problems: [
      '/a: “up” is a directory that was met before, and is not listed again.',
      '/a: “self” is a directory that was met before, and is not listed again.',
    ],
  })
})

/** Each directory is a node of its own, and has the table of names of the one in which it is. */
const bottomless = (isOther: boolean): GuestFiles => ({
  ...fakeGuestFiles({}),
  async *list(node) {
    const offset = isOther ? 64 + (node % 50) : 64
    const at = { offset, length: 32 }
    yield { entries: [{ name: 'd', node: node + 1, kind: 'directory', at }], problems: [] }
  },
})

test('directories that share their table of names come to an end', async () => {
  const one = await walked(bottomless(false))
  expect(one.paths).toEqual(['/d/'])
  expect(one.problems).toEqual([expect.stringContaining('/d: It shares its table of names')])
  const two = await walked(bottomless(true))
  expect(two.paths.length).toBeLessThan(5)
  expect(two.problems).toEqual([expect.stringContaining('more entries than there is room for')])
})

test('problems of a directory are told with it, and what can be read is there', async () => {
  expect(await walkOf(TREE, { problems: { '/etc': 'It is cut off.' } })).toEqual({
    paths: PATHS,
    problems: ['/etc: It is cut off.'],
  })
})

test('no directory is too deep for it, except behind 16,384 of them', async () => {
  const files: GuestFiles = {
    ...fakeGuestFiles({}),
    async *list(node) {
      const at = { offset: node * 32, length: 32 }
      yield { entries: [{ name: 'd', node: node + 1, kind: 'directory', at }], problems: [] }
    },
  }
  let count = 0
  const problems: string[] = []
  for await (const part of walkFiles(files)) {
    count += part.entries.length
    problems.push(...part.problems)
  }
  expect(count).toBe(16_385)
  expect(problems).toEqual(['“d” is deeper than 16384 directories, and is not listed.'])
})

test('it stops when it is told to', async () => {
  const stop = new AbortController()
  const progress: (readonly [number, number])[] = []
  const onProgress = (done: number, total: number) => {
    progress.push([done, total])
    if (done === 2) stop.abort(new Error('stopped'))
  }
  const run = { signal: stop.signal, onProgress }
  await expect(walked(fakeGuestFiles(TREE), { run })).rejects.toThrow('stopped')
  expect(progress).toEqual([
    [1, 3],
    [2, 4],
  ])
})

const name = fc.string({
  unit: fc.constantFrom('a', '/', '\\', '\0', ' '),
  minLength: 1,
  maxLength: 5,
})

test('a path is read as it was written, whatever names are like', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 4 }), (names) => {
      const root = { name: '', parent: undefined }
      type Named = { readonly name: string; readonly parent: Named | undefined }
      const last = names.reduce<Named>((parent, each) => ({ name: each, parent }), root)
      expect(splitPath(pathText(last))).toEqual(names)
    }),
  )
})

test.each([
  ['/', []],
  ['', []],
  ['//a///b/', ['a', 'b']],
  ['a\\x2d/b', ['a\\x2d', 'b']],
  ['a\\/b', ['a/b']],
  ['a\\\\/b', ['a\\', 'b']],
  ['a\\', ['a\\']],
])('the path %j has the names %j', (path, names) => {
  expect(splitPath(path)).toEqual(names)
})

test('a path is found by its names, and only then in other letters', async () => {
  const tree = { Etc: { 'a/b': '1' }, etc: { c: '2' }, ETC: {} }
  const find = async (path: string, options?: FakeOptions) => {
    const found = await findPath(fakeGuestFiles(tree, options), path)
    return found.ok ? found.path : found.reason
  }
  expect(await find('/')).toBe('/')
  expect(await find('Etc/a\\/b/')).toBe('/Etc/a\\/b')
  expect(await find('/eTC')).toBe('/ has nothing of the name “eTC”.')
  const ignoresCase = { ignoresCase: true } as const
  expect(await find('/eTC/A\\/B', ignoresCase)).toBe('/Etc/a\\/b')
  expect(await find('/etc/C', ignoresCase)).toBe('/etc/c')
  expect(await find('/etc/a\\/b', ignoresCase)).toBe('/etc has nothing of the name “a/b”.')
  expect(await find('/etc/c/d')).toBe('/etc/c is no directory.')
  expect(await find('/etc/d', { problems: { '/etc': 'It is cut off.' } })).toBe(
    '/etc has nothing of the name “d” as far as it can be read.',
  )
  expect(await find('/etc', { hidesKinds: true, unreadable: ['/etc'] })).toBe('Node 5 is damaged.')
})
