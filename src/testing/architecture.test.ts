import { basename, dirname } from 'node:path/posix'
import { describe, expect, test } from 'vitest'
import { isWords, ROOMS, viewOf } from './rooms.ts'
import { filesIn, type Import, isTest, readSource, type SourceFile } from './source-files.ts'

const files = ['src', 'scripts', 'bench', 'e2e'].flatMap(filesIn).map(readSource)
const code = files.filter(({ path }) => /\.(tsx?|mjs)$/.test(path))
/** What a style composes is an import, too. */
const styles = files.filter(({ path }) => path.endsWith('.module.css'))
const sources = code.filter(({ path }) => path.startsWith('src/') && !isTest(path))

const isFolderOrScheme = (allowed: string): boolean => /[/:]$/.test(allowed)

function isAllowed(allowed: readonly string[], target: string): boolean {
  return allowed.some((name) =>
    isFolderOrScheme(name)
      ? target.startsWith(name)
      : target === name || (!name.startsWith('src/') && target.startsWith(`${name}/`)),
  )
}

const BY_LENGTH = Object.keys(ROOMS).sort((a, b) => b.length - a.length)

/** The room of a file, as `ROOMS` names it. */
const roomOf = (path: string): string | undefined =>
  BY_LENGTH.find((room) => (room.endsWith('/') ? path.startsWith(room) : path === room))

function isForbidden({ path }: SourceFile, { target, isType }: Import): boolean {
  const room = roomOf(path)
  if (room === undefined) return true
  if (path.startsWith('src/app/') && target.startsWith('src/engine/')) {
    if (isType || isWords(target)) return false
  }
  const [view, other] = [viewOf(path), viewOf(target)]
  if (view !== undefined && other !== undefined) return view !== other
  return !isAllowed(ROOMS[room] ?? [], target)
}

/** How many files a room has at the most, tests aside: what one takes in at a look. */
const MANY_FILES = 24

describe('rooms', () => {
  test('every source file belongs to a room', () => {
    const homeless = sources.map(({ path }) => path).filter((path) => roomOf(path) === undefined)
    expect(homeless).toEqual([])
  })

  test('a room imports only what it may', () => {
    const wrong = [...sources, ...styles].flatMap((file) =>
      file.imports
        .filter((imported) => isForbidden(file, imported))
        .map(({ target }) => `${file.path} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('the page loads no checksum hasher, no validator and no code that reads files', () => {
    const loaded = valuesFrom('src/main.tsx')
    expect(loaded).not.toContain('src/engine/bytes/hash/crc32c.ts')
    expect(loaded).not.toContain('src/engine/bytes/hash/digest.ts')
    expect(loaded).not.toContain('valibot')
    expect(loaded).not.toContain('src/engine/format/checksum.ts')
    const readers = loaded.filter((path) =>
      /^src\/engine\/(image|log|update|inspect|disk|history)\//.test(path),
    )
    // Types, the names of what is drawn in the strip, words, and a question to an inspection.
    expect(readers.filter((path) => !isWords(path)).sort()).toEqual([
      'src/engine/inspect/is-surveyed.ts',
      'src/engine/log/descriptor-target.ts',
      'src/engine/log/log.ts',
    ])
  })

  test('of the definition of the report only its types are used by what is built', () => {
    const files = sources.filter(({ path }) =>
      /report\/json\/(report-values|.*-schema)\.ts$/.test(path),
    )
    expect(files.length).toBeGreaterThan(4)
    const own = new Set(files.map(({ path }) => path))
    const users = sources
      .filter(({ path }) => !own.has(path) && !path.startsWith('src/testing/'))
      .filter(({ imports }) => imports.some(({ target, isType }) => own.has(target) && !isType))
    expect(users.map(({ path }) => path)).toEqual([])
  })

  test('what is built imports no test and nothing for tests', () => {
    const wrong = sources
      .filter(({ path }) => !path.startsWith('src/testing/'))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ target }) => isTest(target) || target.startsWith('src/testing/'))
          .map(({ target }) => `${path} → ${target}`),
      )
    expect(wrong).toEqual([])
  })
})

/** All files that a file loads, workers aside: they have a world of their own. */
function valuesFrom(start: string): readonly string[] {
  const byPath = new Map(code.map((file) => [file.path, file]))
  const seen = new Set<string>()
  const waiting = [start]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    for (const { target, isType } of byPath.get(path)?.imports ?? []) {
      if (!isType && target !== 'src/worker/main.ts') waiting.push(target)
    }
  }
  return [...seen]
}

describe('the size of things', () => {
  const folders = [...new Set(sources.map(({ path }) => dirname(path)))]
  const inFolder = (folder: string) => sources.filter(({ path }) => dirname(path) === folder)

  test('every room has a README', () => {
    const room = /^src\/(?:engine|worker|cli|app)\/[^/]+(?=\/)/
    const rooms = new Set(sources.flatMap(({ path }) => room.exec(path) ?? []))
    const silent = ['src/cli', 'src/worker', 'src/app', 'src/testing', ...rooms].filter(
      (folder) => !files.some(({ path }) => path === `${folder}/README.md`),
    )
    expect(silent).toEqual([])
  })

  test(`no room has more than ${MANY_FILES} files`, () => {
    const code = (folder: string) => inFolder(folder).filter(({ path }) => !path.endsWith('.css'))
    const crowded = folders.filter((folder) => code(folder).length > MANY_FILES)
    expect(crowded.filter((folder) => folder !== 'src/testing')).toEqual([])
  })
})

/** Below this a file says little by itself. */
const FEW_LINES = 15
/** Where a bundle begins, a package is shut in, or a subject has a file of its own, however small. */
const MAY_BE_SMALL =
  /^src\/(?:worker\/main|engine\/bytes\/hash\/\w+|worker\/(?:protocol|calls)\/\w+)\.ts$|\.d\.ts$/

describe('files', () => {
  test(`one of fewer than ${FEW_LINES} lines is imported by several rooms`, () => {
    const usersOf = new Map<string, Set<string>>()
    for (const { path, imports } of code) {
      for (const { target } of imports) {
        usersOf.set(target, (usersOf.get(target) ?? new Set()).add(dirname(path)))
      }
    }
    const small = sources.filter(
      ({ path, lines }) =>
        lines < FEW_LINES && !MAY_BE_SMALL.test(path) && (usersOf.get(path)?.size ?? 0) < 2,
    )
    expect(small.map(({ path }) => path)).toEqual([])
  })

  test('two of an environment share a name only where sibling rooms have the same idea', () => {
    const parentsOf = new Map<string, Set<string>>()
    for (const { path } of sources) {
      // Rules and their explanations go by the subjects of the format.
      if (path.startsWith('src/engine/findings/')) continue
      const name = `${path.split('/')[1]}/${basename(path)}`
      // The readers of all file systems have the same ideas, in however many rooms.
      const room = dirname(path.replace(/^src\/engine\/guest\/.*\//, 'src/engine/guest/*/'))
      parentsOf.set(name, (parentsOf.get(name) ?? new Set()).add(dirname(room)))
    }
    const doubled = [...parentsOf].filter(([, parents]) => parents.size > 1)
    expect(doubled.map(([name]) => name)).toEqual([])
  })

  test('none has more than 300 lines', () => {
    expect(files.filter(({ lines }) => lines > 300).map(({ path }) => path)).toEqual([])
  })

  test('names are kebab-case with a known ending', () => {
    const name = /^([a-z0-9]+[-.])*[a-z0-9]+\.(tsx?|mjs|css|json|py)$/
    const odd = files
      .map(({ path }) => path)
      .filter((path) => !name.test(path.split('/').at(-1) ?? ''))
    expect(odd.filter((path) => !path.endsWith('/README.md'))).toEqual([])
  })

  test('imports name files with their ending', () => {
    const bare = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ target, isRelative }) => isRelative && !/\.(tsx?|mjs|css|json)$/.test(target))
        .map(({ target }) => `${path} → ${target}`),
    )
    expect(bare).toEqual([])
  })

  test('there are no barrels', () => {
    const barrels = code.filter(
      ({ path, text }) => /\/index\.tsx?$/.test(path) || /^export \* from/m.test(text),
    )
    expect(barrels.map(({ path }) => path)).toEqual([])
  })

  test('exports have names', () => {
    const unnamed = sources.filter(({ text }) => /^export default /m.test(text))
    expect(unnamed.map(({ path }) => path)).toEqual([])
  })

  test('a source file opens with a sentence that says what it is', () => {
    const silent = sources.filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text))
    expect(silent.map(({ path }) => path)).toEqual([])
  })
})
