/** What is to be made of files of a guest elsewhere, one thing after the other: folders before what is in them. */
import type { Run } from '../bytes/byte-source.ts'
import type { GuestFiles, NodeId, NodeKind, Stat } from '../guest/guest-files.ts'
import type { Branch } from '../guest/paths.ts'
import { type WalkedDirectory, walkFiles } from '../guest/walk.ts'
import { NumberSet } from './number-set.ts'
import { FolderNames, type NamePlace } from './safe-names.ts'

/** A name of the guest that is to be taken out, with all that is in it. */
export interface Selected {
  readonly name: string
  readonly node: NodeId
  readonly parent: WalkedDirectory | undefined
}

/** Names, each with its own in the target; or what is in a directory, which becomes the target itself. */
export type Selection =
  | { readonly entries: readonly Selected[] }
  | { readonly inside: WalkedDirectory }

interface Placed {
  /** In the target: safe names with `/` between them; empty of the directory that becomes the target. */
  readonly path: string
  /** In the guest. */
  readonly from: Branch
  /** Its last name is another than in the guest. */
  readonly isRenamed: boolean
}

interface Known extends Placed {
  readonly node: NodeId
  readonly stat: Stat
}

export type DirectoryItem = Known & { readonly kind: 'directory' }
export type FileItem = Known & {
  readonly kind: 'file'
  readonly size: number
  /** The name of the content, where it is not the main one. */
  readonly stream?: string
}

export type ExtractItem =
  | DirectoryItem
  /** All that is directly in it has been named: from now on its times stay. */
  | { readonly kind: 'end'; readonly of: DirectoryItem }
  | FileItem
  /** The same file under another name: `first` is the path of the one that came before. */
  | (FileItem & { readonly first: string })
  | (Known & { readonly kind: 'link'; readonly target: string })
  /** What only a system that runs has a use for, and is not made. */
  | (Known & { readonly kind: 'special'; readonly what: NodeKind })
  /** A sentence. */
  | { readonly kind: 'problem'; readonly from: Branch; readonly reason: string }

export interface ExtractOptions {
  readonly names: NamePlace
  readonly run?: Run | undefined
}

/** Smaller files with one name are not remembered: if a directory lies, they come twice. In bytes. */
const REMEMBERED = 64 * 1024
/** Of so many larger files with one name it is remembered which: if a directory lies, they have a second one. */
const MOST_PATHS = 2 ** 14
/** Files with several names whose first path is remembered. For further files, each name becomes a separate file. */
const MOST_LINKED = 2 ** 19

/**
 * In bounded memory but for directories, for files with several names, and for the names of one directory. Each
 * directory comes once, however many names it has.
 */
export async function* planExtract(
  files: GuestFiles,
  selection: Selection,
  { names, run }: ExtractOptions,
): AsyncGenerator<ExtractItem> {
  const plan = new Plan(files, names, run)
  if ('inside' in selection) {
    yield* plan.inside(selection.inside)
    return
  }
  const given = new FolderNames(names)
  for (const selected of selection.entries) {
    const directory = yield* plan.entry(selected, '', given)
    const { name, node, parent } = selected
    if (directory) yield* plan.walk({ name, node, parent, depth: (parent?.depth ?? -1) + 1 })
  }
}

const SECOND_NAME = 'It says that it has one name, and was taken out under another one before.'

class Plan {
  readonly #files: GuestFiles
  readonly #names: NamePlace
  readonly #run: Run | undefined
  /** Paths of directories; `undefined` once all in them has been named. */
  readonly #directories = new Map<NodeId, string | undefined>()
  readonly #first = new Map<NodeId, string>()
  /** Files of which it is only known that they came. */
  readonly #met = new NumberSet()

  constructor(files: GuestFiles, names: NamePlace, run: Run | undefined) {
    this.#files = files
    this.#names = names
    this.#run = run
  }

  async *inside(directory: WalkedDirectory): AsyncGenerator<ExtractItem> {
    const { node } = directory
    const stat = await this.#files.stat(node)
    if (!stat.ok) {
      yield { kind: 'problem', from: directory, reason: stat.reason }
      return
    }
    const top: DirectoryItem = {
      kind: 'directory',
      path: '',
      from: directory,
      isRenamed: false,
      node,
      stat,
    }
    this.#directories.set(node, '')
    yield top
    yield* this.walk(directory)
  }

  /** What is in a directory that has been placed. */
  async *walk(from: WalkedDirectory): AsyncGenerator<ExtractItem> {
    let current: DirectoryItem | undefined
    let names = new FolderNames(this.#names)
    const run = { signal: this.#run?.signal, pause: this.#run?.pause }
    for await (const { directory, entries, problems } of walkFiles(this.#files, { from, run })) {
      if (current?.node !== directory.node) {
        if (current) yield this.#end(current)
        current = await this.#begun(directory)
        names = new FolderNames(this.#names)
      }
      for (const reason of problems) yield { kind: 'problem', from: directory, reason }
      // It has two names among those that were selected, and was taken out under the first.
      if (current === undefined) continue
      for (const { name, node } of entries) {
        yield* this.entry({ name, node, parent: directory }, current.path, names)
      }
    }
    if (current) yield this.#end(current)
  }

  /** Of millions that wait, only the paths are kept. `undefined` where it is not to be listed. */
  async #begun(from: WalkedDirectory): Promise<DirectoryItem | undefined> {
    const { node, name } = from
    const path = this.#directories.get(node)
    const stat = path === undefined ? undefined : await this.#files.stat(node)
    if (path === undefined || !stat?.ok) return undefined
    const isRenamed = path !== '' && path.slice(path.lastIndexOf('/') + 1) !== name
    return { kind: 'directory', path, from, isRenamed, node, stat }
  }

  #end(directory: DirectoryItem): ExtractItem {
    this.#directories.set(directory.node, undefined)
    return { kind: 'end', of: directory }
  }

  /** Returns whether it is a directory that is new. */
  async *entry(
    from: Selected,
    folder: string,
    names: FolderNames,
  ): AsyncGenerator<ExtractItem, boolean> {
    const { node } = from
    // The walk says so, too, where it meets it.
    if (this.#directories.has(node)) return false
    const stat = await this.#files.stat(node)
    if (!stat.ok) {
      yield { kind: 'problem', from, reason: stat.reason }
      return false
    }
    for (const reason of stat.problems) yield { kind: 'problem', from, reason }
    const { name, isRenamed } = names.give(from.name)
    const path = folder === '' ? name : `${folder}/${name}`
    const known: Known = { path, from, isRenamed, node, stat }
    if (stat.kind === 'directory') {
      this.#directories.set(node, path)
      yield { ...known, kind: 'directory' }
      return true
    }
    yield stat.kind === 'file'
      ? this.#file(known)
      : stat.kind !== 'link'
        ? { ...known, kind: 'special', what: stat.kind }
        : stat.target !== undefined
          ? { ...known, kind: 'link', target: stat.target }
          : { kind: 'problem', from, reason: 'Where this link leads cannot be read.' }
    return false
  }

  #file(known: Known): ExtractItem {
    const { node, stat, path, from } = known
    if (stat.size > BigInt(Number.MAX_SAFE_INTEGER)) {
      return { kind: 'problem', from, reason: 'It says that it is larger than any file can be.' }
    }
    const item: FileItem = { ...known, kind: 'file', size: Number(stat.size) }
    const first = this.#first.get(node)
    if (first !== undefined) return { ...item, first }
    if ((stat.links ?? 1) > 1) {
      if (this.#first.size < MOST_LINKED) this.#first.set(node, path)
    } else if (item.size >= REMEMBERED) {
      if (this.#first.size < MOST_PATHS) this.#first.set(node, path)
      else if (!this.#met.add(node)) return { kind: 'problem', from, reason: SECOND_NAME }
    }
    return item
  }
}
