/** Files that mtools writes into volumes, as mtools and the Sleuth Kit read them. */
import { execFileSync } from 'node:child_process'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filesOf, footprintsOf, treeOf } from '../../../testing/guest-files-of.ts'
import { readTree } from '../../../testing/guest-tree.ts'
import { type MadeVolume, withVolume } from '../../../testing/made-volumes.ts'
import { hasProgram, PROGRAM_ENV } from '../../../testing/programs.ts'
import { hasSleuthkit, listedNodes } from '../../../testing/sleuthkit.ts'
import { cases } from '../../../testing/thorough.ts'

const has = hasProgram('mcopy') && hasProgram('mkfs.fat') && hasSleuthkit
const ENV = { ...PROGRAM_ENV, LC_ALL: 'C.UTF-8', TZ: 'UTC', MTOOLSRC: '/dev/null' }

const mtools = (volume: MadeVolume, tool: string, args: readonly string[], cwd?: string): void => {
  execFileSync(tool, ['-i', volume.path, ...args], {
    env: ENV,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** A tree: paths of files with their sizes, 0 too, in some seconds since 1970. */
interface File {
  readonly path: readonly string[]
  readonly size: number
  readonly seconds: number
}

/** Characters that FAT allows in long names; others only first, in the middle, or last. */
const character = fc.constantFrom(...("abcXYZ0123 .-_'+,;=[]~éÄ日語".match(/./gu) ?? []))
const name = fc
  .array(character, { minLength: 1, maxLength: 40 })
  .map((characters) =>
    characters
      .join('')
      .trim()
      .replace(/[. ]+$/, ''),
  )
  // “-” is what comes in to mcopy.
  .filter((text) => text !== '' && text !== '-' && !text.startsWith('.') && !text.includes('~'))
const shortName = fc.constantFrom('A.TXT', 'README', 'lower.txt', 'UPPER.lo', 'mixed.TXT', 'x')
const file = fc.record({
  path: fc.array(fc.oneof(name, name, shortName), { minLength: 1, maxLength: 4 }),
  size: fc.oneof(fc.constantFrom(0, 1, 511, 512, 513, 2048), fc.nat({ max: 60_000 })),
  // From 1980, and as FAT counts them: in steps of two.
  seconds: fc.integer({ min: 315_532_800, max: 2_000_000_000 }).map((s) => s - (s % 2)),
})
/** No two names that differ only in letters, and no file where a directory is. */
const tree = fc.array(file, { minLength: 1, maxLength: 25 }).map((files) => {
  const spelt = new Map<string, string>()
  const isFile = new Set<string>()
  const isDirectory = new Set<string>([''])
  return files.flatMap((each): File[] => {
    const keys = each.path.map((_, i) =>
      each.path
        .slice(0, i + 1)
        .join('/')
        .toUpperCase(),
    )
    const last = keys.at(-1) ?? ''
    const inside = keys.slice(0, -1)
    if (isFile.has(last) || isDirectory.has(last) || inside.some((key) => isFile.has(key)))
      return []
    isFile.add(last)
    for (const key of inside) isDirectory.add(key)
    const path = each.path.map((part, i) => {
      const key = keys[i] ?? ''
      if (!spelt.has(key)) spelt.set(key, part)
      return spelt.get(key) ?? part
    })
    return [{ ...each, path }]
  })
})

const contentOfSize = (size: number, seed: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8) * seed) & 0xff)

/** The Sleuth Kit writes a circumflex for each character of a short name that is not ASCII. */
const plain = (path: string): string => path.replace(/[^ -~]/g, '^')

async function write(volume: MadeVolume, files: readonly File[]): Promise<void> {
  const dir = `${volume.path}.tree`
  await mkdir(dir)
  for (const [i, { path, size, seconds }] of files.entries()) {
    const at = join(dir, ...path)
    await mkdir(dirname(at), { recursive: true })
    await writeFile(at, contentOfSize(size, i))
    await utimes(at, seconds, seconds)
  }
  const top = [...new Set(files.map(({ path }) => path[0] ?? ''))]
  mtools(volume, 'mcopy', ['-s', '-m', '-Q', ...top.map((each) => `./${each}`), '::/'], dir)
}

const KINDS = [
  { args: ['-F', '12', '-s', '1'], size: 1 },
  { args: ['-F', '16', '-s', '1'], size: 4 },
  { args: ['-F', '32', '-s', '1', '-S', '512'], size: 34 },
  { args: ['-F', '16', '-S', '2048', '-s', '2'], size: 24 },
] as const

describe.skipIf(!has)('random trees', () => {
  test.each(KINDS)('mkfs.fat $args', ({ args, size }) =>
    fc.assert(
      fc.asyncProperty(tree, (files) =>
        withVolume({ tool: 'mkfs.fat', args, size }, async (volume) => {
          const small = files.filter((each) => each.size < 20_000 || size > 1)
          await write(volume, small)
          await volume.with(async (source) => {
            const opened = await filesOf(source)
            expect(opened.notes).toEqual([])
            const { nodes, problems } = await treeOf(opened)
            expect(problems).toEqual([])
            const { nodes: contents } = await readTree(source, opened)
            for (const [i, { path, size: length, seconds }] of small.entries()) {
              const read = nodes.get(`/${path.join('/')}`)
              expect(read?.stat).toMatchObject({ kind: 'file', size: BigInt(length), problems: [] })
              expect(read?.stat.times.modified).toEqual({
                nanoseconds: BigInt(seconds) * 1_000_000_000n,
                isLocal: true,
              })
              const content = contents.get(`/${path.join('/')}`)?.content
              expect(Buffer.compare(content ?? Buffer.from('none'), contentOfSize(length, i))).toBe(
                0,
              )
            }
            const listed = listedNodes(volume)
            const own = [...nodes].map(([path, { stat }]) => [plain(path), stat.kind, stat.size])
            expect(own.sort()).toEqual(
              [...listed].map(([path, each]) => [plain(path), each.kind, each.size]).sort(),
            )
            const footprints = await footprintsOf(opened)
            expect(footprints.map(({ node }) => node).sort()).toEqual(
              [0, ...[...nodes.values()].map(({ node }) => node)].sort(),
            )
          })
        }),
      ),
      { numRuns: cases(1) },
    ),
  )
})
