import { expect, test } from 'vitest'
import { fakeGuestFiles } from '../../testing/fake-guest-files.ts'
import { type FindOptions, type FoundFile, findFiles } from './find-files.ts'

const TREE = { etc: { Passwd: 'x', ssh: { 'passwd.old': 'y' } }, passwords: {}, b: '2' }

async function found(text: string, options: Partial<FindOptions> = {}) {
  const files = fakeGuestFiles(TREE, { problems: { '/etc': 'A block is damaged.' } })
  const all: FoundFile[] = []
  const result = await findFiles(files, { text, onFound: (some) => all.push(...some), ...options })
  return { ...result, all }
}

test('finds names that have the text anywhere, in any letters, in all directories', async () => {
  const { all, ...result } = await found('PASSW')
  expect(all.map(({ path, kind }) => [path, kind])).toEqual([
    ['/passwords', 'directory'],
    ['/etc/Passwd', 'file'],
    ['/etc/ssh/passwd.old', 'file'],
  ])
  const problems = ['/etc: A block is damaged.']
  expect(result).toEqual({ count: 3, names: 6, isCut: false, problems, problemCount: 1 })
})

test('ends where it has found too many, and says so', async () => {
  const { all, isCut } = await found('passw', { most: 2 })
  expect([all.length, isCut]).toEqual([2, true])
})

test('nothing is found by nothing, and a search can be stopped', async () => {
  expect(await found('')).toMatchObject({ count: 0, all: [] })
  const abort = new AbortController()
  abort.abort()
  await expect(found('x', { run: { signal: abort.signal } })).rejects.toThrow('abort')
})
