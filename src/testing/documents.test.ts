import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn, PROJECT } from './source-files.ts'

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...filesIn('src').filter((path) => path.endsWith('README.md')),
  ...filesIn('docs').filter((path) => path.endsWith('.md')),
]
const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8')
const exists = (path: string): boolean => existsSync(join(PROJECT, path))

test.each(documents)('%s links to what is there', (path) => {
  const links = [...read(path).matchAll(/(?:\]\(|src(?:set)?=")(?!https?:|#)([^)"#]+)/g)].map(
    ([, link = '']) => link,
  )
  expect(links.filter((link) => !exists(join(dirname(path), link)))).toEqual([])
})

test('docs/format-map.md names files that are there', () => {
  const names = [...read('docs/format-map.md').matchAll(/`([^`\s]+\.ts)`/g)].map(
    ([, name = '']) => name,
  )
  expect(names.length).toBeGreaterThan(40)
  const missing = names.filter(
    (name) => !exists(name.startsWith('src/') ? name : `src/engine/${name}`),
  )
  expect(missing).toEqual([])
})

test('CONTRIBUTING.md names scripts that are there', () => {
  const { scripts } = JSON.parse(read('package.json'))
  const named = [...read('CONTRIBUTING.md').matchAll(/`npm run (\w+)`/g)].map(([, name]) => name)
  expect(named.filter((name = '') => !(name in scripts))).toEqual([])
})
