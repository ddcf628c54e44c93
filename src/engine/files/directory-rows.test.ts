import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FakeDirectory, fakeGuestFiles } from '../../testing/fake-guest-files.ts'
import { MAX_NAMES, readDirectory } from './directory-index.ts'
import { DirectoryRows, type DirectorySide, type RowQuery } from './directory-rows.ts'

async function sideOf(root: FakeDirectory): Promise<DirectorySide> {
  const files = fakeGuestFiles(root)
  return { files, index: await readDirectory(files, files.root) }
}

const ALL = { start: 0, count: 1000 }

async function namesOf(rows: DirectoryRows, query: Partial<RowQuery> = {}) {
  const page = await rows.page({ ...ALL, ...query })
  return page.rows.map(({ name }) => name)
}

const TREE: FakeDirectory = { b: '333', Lib: {}, A: '1', bin: {}, c: '22' }

test('directories come first, and names in any letters, in both directions', async () => {
  const rows = await DirectoryRows.of({ before: await sideOf(TREE) })
  expect(await namesOf(rows)).toEqual(['bin', 'Lib', 'A', 'b', 'c'])
  expect(await namesOf(rows, { descending: true })).toEqual(['Lib', 'bin', 'c', 'b', 'A'])
  expect(await namesOf(rows, { sort: 'size' })).toEqual(['bin', 'Lib', 'A', 'c', 'b'])
  expect(await namesOf(rows, { directoriesOnly: true })).toEqual(['bin', 'Lib'])
})

test('a window has the rows of its place, and the number of all', async () => {
  const rows = await DirectoryRows.of({ after: await sideOf(TREE) })
  const { rows: shown, total } = await rows.page({ start: 1, count: 2 })
  expect(total).toBe(5)
  expect(shown).toMatchObject([
    { name: 'Lib', after: { kind: 'directory', stat: { ok: true } } },
    { name: 'A', after: { kind: 'file', stat: { size: 1n } } },
  ])
  expect(await rows.placeOf('A', ALL)).toBe(2)
  expect(await rows.placeOf('missing', ALL)).toBeUndefined()
})

test('two states are one list by name', async () => {
  const rows = await DirectoryRows.of({
    before: await sideOf({ old: '1', same: '2' }),
    after: await sideOf({ same: '22', new: '3' }),
  })
  const { rows: shown } = await rows.page(ALL)
  expect(shown.map(({ name, before, after }) => [name, !!before, !!after])).toEqual([
    ['new', false, true],
    ['old', true, false],
    ['same', true, true],
  ])
  expect(await namesOf(rows, { onlyInOne: true })).toEqual(['new', 'old'])
})

test('what two directories have is paired and sorted as plain sets of names are', async () => {
  const names = fc.uniqueArray(
    fc.string({ minLength: 1, maxLength: 4, unit: 'binary' }).filter((name) => !/^\d+$/.test(name)),
  )
  await fc.assert(
    fc.asyncProperty(names, names, async (one, other) => {
      const made = (list: readonly string[]) => sideOf(Object.fromEntries(list.map((n) => [n, ''])))
      const rows = await DirectoryRows.of({ before: await made(one), after: await made(other) })
      const { rows: shown } = await rows.page(ALL)
      expect(new Set(shown.map(({ name }) => name))).toEqual(new Set([...one, ...other]))
      expect(shown.length).toBe(new Set([...one, ...other]).size)
      for (const { name, before, after } of shown) {
        expect([!!before, !!after]).toEqual([one.includes(name), other.includes(name)])
      }
    }),
    { numRuns: 40 },
  )
})

test('many names stay in order over the pieces that are sorted by themselves', async () => {
  const count = 70_000
  const at = { offset: 0, length: 32 }
  const files = {
    ...fakeGuestFiles({}),
    async *list() {
      for (let start = 0; start < count; start += 10_000) {
        const entries = Array.from({ length: 10_000 }, (_, i) => {
          const number = ((start + i) * 7919) % count
          return { name: `n${number}`.padStart(8), node: number, kind: 'file' as const, at }
        })
        yield { entries, problems: [] }
      }
    },
  }
  const index = await readDirectory(files, files.root)
  expect(index.names.count).toBe(count)
  const rows = await DirectoryRows.of({ before: { files, index } })
  const { rows: shown } = await rows.page({ start: 40_000, count: 2 })
  expect(shown.map(({ name }) => name.trim())).toEqual(['n40000', 'n40001'])
})

test('a directory of more names than are held says so', async () => {
  const files = fakeGuestFiles(TREE)
  const limits = { names: 3, units: 100 }
  const cut = await readDirectory(files, files.root, undefined, limits)
  expect([cut.names.count, cut.isCut]).toEqual([3, true])
  const long = await readDirectory(files, files.root, undefined, { names: MAX_NAMES, units: 4 })
  expect([long.names.count, long.isCut]).toEqual([2, true])
})

test('of an entry that does not say it, the node is asked what it is', async () => {
  const files = fakeGuestFiles(TREE, { hidesKinds: true, problems: { '/': 'A block is damaged.' } })
  const index = await readDirectory(files, files.root)
  expect(index.problems).toEqual(['A block is damaged.'])
  expect([0, 1].map((i) => index.kindOf(i))).toEqual(['file', 'directory'])
})

test('reading and sorting stop where they are told to', async () => {
  const abort = new AbortController()
  const run = { signal: abort.signal }
  const side = await sideOf(TREE)
  const rows = await DirectoryRows.of({ before: side })
  abort.abort()
  await expect(readDirectory(side.files, side.files.root, run)).rejects.toThrow('abort')
  await expect(rows.page(ALL, run)).rejects.toThrow('abort')
})
