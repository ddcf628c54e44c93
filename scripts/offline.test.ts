import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildOf, complete } from './offline.mjs'

let folder: string
const app = () => join(folder, 'app')
const read = (path: string) => readFile(join(app(), path), 'utf8')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const finish = () => complete(app(), join(folder, 'hosting'))

const PAGE = '<!doctype html><meta name="build" content="BUILD" />'

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offline-'))
  await mkdir(join(app(), 'assets'), { recursive: true })
  await writeFile(join(app(), 'index.html'), PAGE)
  await writeFile(join(app(), 'assets/a-1.js'), 'export {}')
})
afterEach(() => rm(folder, { recursive: true }))

interface Listed {
  readonly build: string
  readonly files: Readonly<Record<string, string>>
}

/** The list at the head of the service worker. */
async function listed(): Promise<Listed> {
  const [head = ''] = (await read('sw.js')).split('\nconst worker')
  return runInNewContext(`${head}\nAPP`)
}

test('the service worker has every file of the app with its hash, and none that is for a host', async () => {
  await finish()
  const { files } = await listed()
  expect(Object.keys(files).sort()).toEqual(['./', './assets/a-1.js'])
  expect(files['./assets/a-1.js']).toBe(sha256('export {}'))
  expect(files['./']).toBe(sha256(await read('index.html')))
})

test('the page and the service worker have the name of the build, which its files make', async () => {
  await finish()
  const { build } = await listed()
  expect(await read('index.html')).toBe(PAGE.replace('BUILD', build))
  expect(buildOf(app())).toBe(build)
  const lines = ['.htaccess', '_headers', 'assets/a-1.js']
  const sums = await Promise.all(
    lines.map(async (path) => `${sha256(await read(path))}  ${path}\n`),
  )
  expect(build).toBe(sha256([...sums, `${sha256(PAGE)}  index.html\n`].join('')))
})

test('a build of the same files has the same name, and one of others another', async () => {
  await finish()
  const { build } = await listed()
  await finish()
  expect((await listed()).build).toBe(build)
  await writeFile(join(app(), 'assets/a-1.js'), 'export { }')
  await finish()
  expect((await listed()).build).not.toBe(build)
})

test('the service worker is a script: no browser has to know modules in it', async () => {
  await finish()
  const code = await read('sw.js')
  expect(code).not.toMatch(/^(import|export)\b/m)
  expect(code).not.toContain('interface')
})
