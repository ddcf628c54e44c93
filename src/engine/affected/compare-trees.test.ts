import { expect, test } from 'vitest'
import { type FakeDirectory, fakeGuestFiles, Same } from '../../testing/fake-guest-files.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import type { VolumeFiles } from '../files/volume-files.ts'
import { MIB } from '../format/layout.ts'
import type { AffectedFile } from './affected-file.ts'
import type { ChangedRange } from './changed-ranges.ts'
import { compareTrees } from './compare-trees.ts'
import { touchedNodes } from './touched-nodes.ts'

const volumeOf = (root: FakeDirectory): VolumeFiles => ({
  volume: { partition: undefined, fileSystem: undefined, at: { offset: 0, length: 16 * MIB } },
  files: fakeGuestFiles(root),
  source: new MemoryFile(),
  problems: () => [],
})

/** As if every byte of the disk had been written, so that all is compared. */
const ALL: readonly ChangedRange[] = [{ offset: 0, length: 16 * MIB, how: 'written' }]

async function compare(
  old: FakeDirectory,
  now: FakeDirectory,
  { changed = ALL, left = MIB }: { readonly changed?: readonly ChangedRange[]; left?: number } = {},
) {
  const [before, after] = [volumeOf(old), volumeOf(now)]
  const problems: string[] = []
  const files: AffectedFile[] = []
  const trees = {
    before,
    after,
    changed,
    budget: { left },
    touched: await touchedNodes({ before, after }, changed),
    onProblem: (sentence: string) => problems.push(sentence),
  }
  for await (const batch of compareTrees(trees)) files.push(...batch)
  return { files, problems, told: files.map(({ path, status }) => `${path} ${status}`).sort() }
}

test('what is the same is not told, also where all of it was written', async () => {
  const tree = { a: 'one', b: { c: 'two', d: {} }, e: new Same('a') }
  expect(await compare(tree, tree)).toMatchObject({ files: [], problems: [] })
})

test('a directory in the place of a file is told, and all that is in it', async () => {
  const { told, files } = await compare({ a: 'file' }, { a: { b: { c: 'new' } } })
  expect(told).toEqual(['/a changed', '/a/b only-after', '/a/b/c only-after'])
  expect(files.find(({ path }) => path === '/a')).toMatchObject({
    kind: 'directory',
    facts: expect.arrayContaining(['kind']),
  })
})

test('a file that has two names is told by both, and a name that is gone of its directory', async () => {
  const { told } = await compare(
    { dir: { a: 'old', b: new Same('dir', 'a'), gone: '' } },
    { dir: { a: 'new', b: new Same('dir', 'a') } },
  )
  expect(told).toEqual([
    '/dir changed',
    '/dir/a changed',
    '/dir/b changed',
    '/dir/gone only-before',
  ])
})

test('a directory that is in itself is come to an end with', async () => {
  const loop = { a: { b: new Same(), c: new Same('a') } }
  const { files, problems } = await compare(loop, loop)
  expect(files).toEqual([])
  expect(problems).toEqual([
    expect.stringMatching(/^\/a\/b is a directory that was met before/),
    expect.stringMatching(/^\/a\/c is a directory that was met before/),
  ])
})

test('what is too much to be compared counts as changed, and is said', async () => {
  const tree = { a: 'same' }
  const { files } = await compare(tree, tree, { left: 0 })
  expect(files).toMatchObject([{ path: '/a', changedBytes: 4, notCompared: 4, facts: [] }])
})

test('bytes that only one state can read are changed, whatever they read as', async () => {
  const tree = { a: 'same', b: 'same' }
  const changed = [{ offset: MIB, length: 4, how: 'lost' }] as const
  const { files } = await compare(tree, tree, { changed })
  expect(files).toMatchObject([{ path: '/a', changedBytes: 4, notCompared: 0 }])
})
