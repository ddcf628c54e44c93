import { execFileSync } from 'node:child_process'
import { lstat, mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasProgram } from '../../testing/programs.ts'
import { inTempDir } from '../../testing/qemu.ts'
import type { Stat } from '../guest/guest-files.ts'
import { type Part, piecesOf } from './part.ts'
import type { ExtractItem, FileItem } from './plan-extract.ts'
import { tarParts } from './tar.ts'

const SECOND = 1_000_000_000n

const stat = (changes: Partial<Stat> = {}): Stat => ({
  ok: true,
  kind: 'file',
  size: 0n,
  allocated: 0n,
  times: { modified: { nanoseconds: 1_000_000_000n * SECOND } },
  record: undefined,
  problems: [],
  ...changes,
})

const known = (path: string, changes?: Partial<Stat>) => ({
  path,
  from: { name: path, parent: undefined },
  isRenamed: false,
  node: 1,
  stat: stat(changes),
})
const file = (path: string, size: number, changes?: Partial<Stat>): FileItem => ({
  ...known(path, changes),
  kind: 'file',
  size,
})
const directory = (path: string): ExtractItem => ({ ...known(path), kind: 'directory' })

/** Contents are a letter all over, but for those of `lost`. */
async function archiveOf(items: readonly ExtractItem[], lost: readonly string[] = []) {
  const unreadable: string[] = []
  async function* given() {
    yield* items
  }
  const parts = tarParts({
    items: given(),
    async *contentOf({ path, size }): AsyncGenerator<Part> {
      if (lost.includes(path)) yield { kind: 'unreadable', length: size, reason: 'It is gone.' }
      else yield { kind: 'bytes', length: size, bytes: new Uint8Array(size).fill(0x61) }
    },
    onUnreadable: ({ of, offset, length }) => unreadable.push(`${of.path} ${offset} ${length}`),
  })
  const bytes = new Uint8Array(1024 * 1024)
  let end = 0
  async function* counted() {
    for await (const part of parts) {
      end += part.length
      yield part
    }
  }
  for await (const piece of piecesOf([], counted())) bytes.set(piece.bytes, piece.offset)
  return { bytes: bytes.subarray(0, end), unreadable }
}

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, {
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString()

const LONG = `${'d'.repeat(90)}/${'n'.repeat(200)}`
const NASTY = 'a\n20 path=evil\n=b'
const ITEMS: readonly ExtractItem[] = [
  directory(''),
  directory('d'),
  file('d/plain', 600, { permissions: 0o6755, owner: { user: 1000, group: 3_000_000 } }),
  { ...file('d/again', 600), first: 'd/plain' },
  { ...known('d/link'), kind: 'link', target: 'plain' },
  directory('d'.repeat(90)),
  file(LONG, 1),
  file('漢字', 512),
  file(NASTY, 0),
  { ...file('again', 1), first: LONG },
  { ...known('null', { kind: 'character-device' }), kind: 'special', what: 'character-device' },
  { kind: 'problem', from: { name: 'x', parent: undefined }, reason: 'It is damaged.' },
  { kind: 'end', of: { ...known('d'), kind: 'directory' } },
]

test.skipIf(!hasProgram('tar'))('GNU tar unpacks what is in it, and nothing else', () =>
  inTempDir(async (dir) => {
    const { bytes, unreadable } = await archiveOf(ITEMS, ['漢字'])
    expect(unreadable).toEqual(['漢字 0 512'])
    expect(bytes.length % 512).toBe(0)
    const path = join(dir, 'a.tar')
    await writeFile(path, bytes)
    expect(run('tar', '-tf', path, '--quoting-style=literal').split(`${NASTY}\n`)).toHaveLength(2)
    const out = join(dir, 'out')
    await mkdir(out)
    run('tar', '-xf', path, '-C', out)
    expect((await readdir(out)).toSorted()).toEqual(
      ['again', 'd', 'd'.repeat(90), NASTY, '漢字'].toSorted(),
    )
    expect((await readFile(join(out, 'd/plain'))).equals(Buffer.alloc(600, 'a'))).toBe(true)
    expect((await readFile(join(out, '漢字'))).equals(Buffer.alloc(512))).toBe(true)
    expect(await readlink(join(out, 'd/link'))).toBe('plain')
    const [plain, again, long, second] = await Promise.all(
      ['d/plain', 'd/again', LONG, 'again'].map((each) => lstat(join(out, each))),
    )
    expect(plain?.mode).toBe(0o100755)
    expect(plain?.ino).toBe(again?.ino)
    expect(long?.ino).toBe(second?.ino)
    expect(plain?.mtimeMs).toBe(1e12)
  }),
)

test.skipIf(!hasProgram('tar'))('times before 1970 and below a second are kept', () =>
  inTempDir(async (dir) => {
    const times = [-1_500_000_000n, 1_234_567_891n * SECOND + 123_456_789n, 2n ** 33n * SECOND + 1n]
    const items = times.map((nanoseconds, i) =>
      file(`t${i}`, 0, { times: { modified: { nanoseconds } } }),
    )
    const path = join(dir, 'a.tar')
    await writeFile(path, (await archiveOf(items)).bytes)
    // Its list shows those before 1970 a second late; what it unpacks is right.
    run('tar', '-xf', path, '-C', dir)
    const unpacked = times.map((_, i) => lstat(join(dir, `t${i}`), { bigint: true }))
    expect((await Promise.all(unpacked)).map(({ mtimeNs }) => mtimeNs)).toEqual(times)
  }),
)

test('a size above 8 GiB stands in a record, and its content is as long', async () => {
  const size = 9 * 2 ** 30 + 1
  async function* items() {
    yield file('huge', size)
  }
  const parts: Part[] = []
  const contentOf = async function* (): AsyncGenerator<Part> {
    yield { kind: 'zeros', length: size }
  }
  for await (const part of tarParts({ items: items(), contentOf })) parts.push(part)
  const [header, ...rest] = parts
  if (header?.kind !== 'bytes') throw new Error('there is no header')
  expect(Buffer.from(header.bytes).toString('latin1')).toContain(`19 size=${size}\n`)
  expect(rest.map(({ length }) => length)).toEqual([size, 511, 1024])
})

test('a content that is not as long as it should be ends the archive', async () => {
  async function* items() {
    yield file('short', 5)
  }
  const contentOf = async function* (): AsyncGenerator<Part> {
    yield { kind: 'zeros', length: 4 }
  }
  const all = async () => {
    for await (const _ of tarParts({ items: items(), contentOf }));
  }
  await expect(all()).rejects.toThrow('a content of 5 bytes came with 4')
})

test.skipIf(!hasProgram('7zz'))('7-Zip finds no fault with it', () =>
  inTempDir(async (dir) => {
    const path = join(dir, 'a.tar')
    await writeFile(path, (await archiveOf(ITEMS)).bytes)
    expect(run('7zz', 't', path)).toContain('Everything is Ok')
  }),
)
