/** Where a file that names its parent is looked for: as Windows would, §2.6.2.6.3, and in folders that are given. */
import { readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { ParentPath } from '../../engine/disk/chain/chain-file.ts'
import { readPath } from '../../engine/image/metadata/read-path.ts'
import { codeOf, Failure, failure } from '../failure.ts'
import { printable } from '../printable.ts'

/** Names, one in the other, from a folder on. */
export interface Place {
  readonly from: string
  readonly names: readonly string[]
}

/** Names of a path that are followed: more of them no system has. */
const MOST_NAMES = 256

/**
 * The places that the paths name, seen from the folder of the file that names them; then, by name, beside that
 * file and in the given folders. As few as there are paths and folders.
 */
export function parentPlaces(
  folder: string,
  paths: readonly ParentPath[],
  folders: readonly string[],
): readonly Place[] {
  const read = paths.flatMap(({ key, value }) => {
    const { path } = readPath(value)
    // A name may begin and end with brackets.
    return (path === value ? [path] : [value, path]).map((each) => ({ key, path: each }))
  })
  return [
    ...read.flatMap(({ key, path }) =>
      key === 'relative_path' ? [{ from: folder, names: namesOf(path) }] : absolute(path),
    ),
    ...[folder, ...folders].flatMap((from) =>
      read.flatMap(({ path }) => {
        const names = namesOf(path)
        // A folder may be where the volume is now.
        const whole = from === folder || names.includes('..') ? [] : [{ from, names }]
        return [{ from, names: names.slice(-1) }, ...whole]
      }),
    ),
  ]
}

/** Without what says the machine’s drive or volume. */
const ROOT = /^(?:\\\\\?\\)?(?:[a-z]:|volume\{[^\\}]*\})?/i

const namesOf = (path: string): readonly string[] =>
  path
    .replace(ROOT, '')
    .split(/[\\/]/)
    .filter((name) => name !== '' && name !== '.')

/** A path of Windows is one there only. Nothing is asked of another machine: its name comes from the file. */
function absolute(path: string): readonly Place[] {
  const root = ROOT.exec(path)?.[0] ?? ''
  const names = namesOf(path)
  if (process.platform !== 'win32') {
    return root === '' && /^[\\/](?![\\/])/.test(path) ? [{ from: '/', names }] : []
  }
  return /[:}]$/.test(root) ? [{ from: `${root}\\`, names }] : []
}

/** A path that a file names may be anything. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'])

/** What is not there is `undefined`; throws a `Failure` where that cannot be known. */
const ifThere = <T>(path: string, asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (NOT_THERE.has(codeOf(error))) return undefined
    throw failure(`${path} cannot be read`, error)
  })

/** The file at a place, if there is one: by its names as they are, or else without regard to case. */
export async function findPlace({ from, names }: Place): Promise<string | undefined> {
  if (names.length === 0 || names.length > MOST_NAMES) return undefined
  const exact = resolve(from, ...names)
  const isFile = async (path: string) => (await ifThere(path, stat(path)))?.isFile() ?? false
  if (await isFile(exact)) return exact
  let at = resolve(from)
  for (const name of names) {
    const next = name === '..' ? dirname(at) : await withoutCase(at, name)
    if (next === undefined) return undefined
    at = next
  }
  return (await isFile(at)) ? at : undefined
}

async function withoutCase(folder: string, name: string): Promise<string | undefined> {
  const path = join(folder, name)
  if (await ifThere(path, stat(path))) return path
  const there = (await ifThere(folder, readdir(folder))) ?? []
  const wanted = name.toLowerCase()
  const found = there.filter((each) => each.toLowerCase() === wanted).sort()[0]
  return found === undefined ? undefined : join(folder, found)
}

/** Throws a `Failure` where a folder that was given is none. */
export async function checkFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw failure(`${path} cannot be read`, error)
  })
  if (!found.isDirectory()) throw new Failure(`${printable(path)} is not a folder.`)
}
