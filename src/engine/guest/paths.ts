/** Paths in a guest's file system: as text, and what is there. */
import type { Run } from '../bytes/byte-source.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import type { DirectoryEntry, GuestFiles, NodeId, NodeKind } from './guest-files.ts'

/** A name and where it is, up to a directory without one: the root, or where a walk begins. */
export interface Branch {
  readonly name: string
  readonly parent: Branch | undefined
}

/**
 * From the root: `/` stands before each name. Where a name has one itself, a backslash stands before that, and other
 * backslashes are doubled where a `/` or the end of the name follows; everywhere else they mean nothing.
 */
export function pathText(branch: Branch): string {
  const names: string[] = []
  for (let at: Branch | undefined = branch; at?.parent; at = at.parent) names.push(at.name)
  return `/${names.reverse().map(escapeName).join('/')}`
}

const escapeName = (name: string): string =>
  name.replace(/(\\*)(\/|$)/g, (_, before: string, end: string) => {
    return before + before + (end === '' ? '' : '\\/')
  })

/** The names of a path, as `pathText` writes them. Empty ones are none. */
export function splitPath(path: string): readonly string[] {
  const names: string[] = []
  let name = ''
  for (const [part, backslashes = '', end] of path.matchAll(/(\\*)(\/|$)|[^\\/]+|\\+/g)) {
    if (end === undefined) {
      name += part
      continue
    }
    const isEscaped = backslashes.length % 2 === 1
    name += '\\'.repeat(Math.floor(backslashes.length / 2))
    if (isEscaped) name += end === '/' ? '/' : '\\'
    if (isEscaped && end === '/') continue
    if (name !== '') names.push(name)
    name = ''
  }
  return names
}

export interface FoundPath {
  readonly ok: true
  readonly node: NodeId
  readonly kind: NodeKind
  /** Of its last name; `undefined` of the root. */
  readonly entry: DirectoryEntry | undefined
  /** As the file system writes it, which may differ in capital and small letters. */
  readonly path: string
}

/** What is at a path. A name is looked for as it is, then in any letters where the file system does. Links are not followed. */
export async function findPath(
  files: GuestFiles,
  path: string,
  run?: Run,
): Promise<FoundPath | Refused> {
  let found: FoundPath = {
    ok: true,
    node: files.root,
    kind: 'directory',
    entry: undefined,
    path: '/',
  }
  let branch: Branch = { name: '', parent: undefined }
  for (const name of splitPath(path)) {
    if (found.kind !== 'directory') return refused(`${found.path} is no directory.`)
    const answer = await findName(files, found.node, name, run)
    if (answer.entry === undefined) {
      const sure = answer.isWhole ? '' : ' as far as it can be read'
      return refused(`${found.path} has nothing of the name “${name}”${sure}.`)
    }
    const { entry } = answer
    const kind = await kindOf(files, entry)
    if (typeof kind !== 'string') return kind
    branch = { name: entry.name, parent: branch }
    found = { ok: true, node: entry.node, kind, entry, path: pathText(branch) }
  }
  return found
}

/** What an entry stands for, where need be as its node says. */
export async function kindOf(
  files: GuestFiles,
  { kind, node }: DirectoryEntry,
): Promise<NodeKind | Refused> {
  if (kind !== undefined) return kind
  const stat = await files.stat(node)
  return stat.ok ? stat.kind : stat
}

async function findName(
  files: GuestFiles,
  directory: NodeId,
  name: string,
  run: Run | undefined,
): Promise<{ readonly entry: DirectoryEntry | undefined; readonly isWhole: boolean }> {
  const folded = name.toUpperCase()
  let alike: DirectoryEntry | undefined
  let isWhole = true
  for await (const { entries, problems } of files.list(directory, run)) {
    isWhole &&= problems.length === 0
    for (const entry of entries) {
      if (entry.name === name) return { entry, isWhole }
      if (files.ignoresCase && alike === undefined && entry.name.toUpperCase() === folded) {
        alike = entry
      }
    }
  }
  return { entry: alike, isWhole }
}
