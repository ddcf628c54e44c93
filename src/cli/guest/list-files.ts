/** What `files` prints: a directory, and with it all that is in it, part by part. */
import { visibleJson } from '../../engine/bytes/visible-text.ts'
import type { VolumeFiles } from '../../engine/files/volume-files.ts'
import type { DirectoryEntry } from '../../engine/guest/guest-files.ts'
import { type FoundPath, findPath, pathText, splitPath } from '../../engine/guest/paths.ts'
import { type WalkedDirectory, type WalkPart, walkFiles } from '../../engine/guest/walk.ts'
import { Failure } from '../failure.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { entryJson, longLine, printableName } from './entry-words.ts'

export interface Listing {
  readonly json: boolean
  readonly long: boolean
  readonly recursive: boolean
}

/** What is at a path of the volume. Rejects with a `Failure` where that is nothing. */
export async function find({ files }: VolumeFiles, path: string, io: Io): Promise<FoundPath> {
  const found = await findPath(files, path, { signal: io.signal, pause: io.pause })
  if (!found.ok) throw new Failure(printable(found.reason))
  return found
}

/** A directory that was found, from which a walk begins whose paths are those from the root on. */
export function walkedFrom({ files }: VolumeFiles, { path, node }: FoundPath): WalkedDirectory {
  const names = splitPath(path)
  let at: WalkedDirectory = { name: '', parent: undefined, node: files.root, depth: 0 }
  for (const [i, name] of names.entries()) {
    at = { name, parent: at, node: i === names.length - 1 ? node : files.root, depth: i + 1 }
  }
  return at
}

/** Lines; what cannot be read goes to `onProblem`, a sentence each. `facts` begin the JSON. */
export async function* listFiles(
  volume: VolumeFiles,
  found: FoundPath,
  { json, ...listing }: Listing & { readonly facts: object },
  { io, onProblem }: { readonly io: Io; readonly onProblem: (problem: string) => void },
): AsyncGenerator<string> {
  const problems: string[] = []
  const tell = (problem: string): void => {
    if (json) problems.push(problem)
    onProblem(problem)
  }
  const facts = visibleJson(listing.facts, 0)
  if (json) yield `${facts.slice(0, -1)},"entries":[`
  let isFirst = true
  for await (const { directory, entries, problems: told } of parts(volume, found, listing, io)) {
    for (const problem of told) {
      tell(directory ? `“${pathText(directory)}”: ${problem}` : problem)
    }
    for (const entry of entries) {
      const branch = { name: entry.name, parent: directory }
      const path = directory ? pathText(branch) : found.path
      const line = json
        ? await jsonOf(volume, entry, splitPath(path))
        : await lineOf(volume, entry, {
            long: listing.long,
            name: listing.recursive ? printable(path) : printableName(entry.name),
            tell: (problem) => tell(`“${path}”: ${problem}`),
          })
      yield json ? `${isFirst ? '' : ','}\n${line}` : `${line}\n`
      isFirst = false
    }
  }
  if (json) yield `\n],"problems":${visibleJson([...problems, ...volume.problems()], 0)}}\n`
}

type Part = Pick<WalkPart, 'entries' | 'problems'> & {
  readonly directory: WalkedDirectory | undefined
}

async function* parts(
  volume: VolumeFiles,
  found: FoundPath,
  { recursive }: Pick<Listing, 'recursive'>,
  { signal, pause }: Io,
): AsyncGenerator<Part> {
  const run = { signal, pause }
  if (found.kind !== 'directory') {
    yield { directory: undefined, entries: found.entry ? [found.entry] : [], problems: [] }
    return
  }
  const from = walkedFrom(volume, found)
  if (recursive) yield* walkFiles(volume.files, { from, run })
  else {
    for await (const part of volume.files.list(found.node, run)) {
      signal.throwIfAborted()
      yield { ...part, directory: from }
    }
  }
}

async function jsonOf(
  { files }: VolumeFiles,
  entry: DirectoryEntry,
  path: readonly string[],
): Promise<string> {
  return entryJson(path, entry, await files.stat(entry.node))
}

interface Line {
  readonly long: boolean
  /** Harmless. */
  readonly name: string
  readonly tell: (problem: string) => void
}

async function lineOf(
  { files }: VolumeFiles,
  { node, kind }: DirectoryEntry,
  { long, name, tell }: Line,
): Promise<string> {
  if (!long && kind !== undefined) return kind === 'directory' ? `${name}/` : name
  const stat = await files.stat(node)
  if (!stat.ok) {
    tell(stat.reason)
    return long ? `?${' '.repeat(62)}${name}` : name
  }
  if (!long) return stat.kind === 'directory' ? `${name}/` : name
  for (const problem of stat.problems) tell(problem)
  return longLine(name, stat)
}
