/** All that is in a directory of a guest, and in the directories in it, in memory that only directories take. */
import type { Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf } from '../bytes/ranges.ts'
import type { DirectoryEntry, GuestFiles, NodeId } from './guest-files.ts'
import { type Branch, kindOf } from './paths.ts'

/** Windows has paths of 32,767 characters, which are at most half as many names; Linux has shorter ones. */
const DEEPEST = 16_384

export interface WalkedDirectory extends Branch {
  readonly node: NodeId
  readonly parent: WalkedDirectory | undefined
  /** 0 of where the walk begins. */
  readonly depth: number
}

/** Some entries of one directory: `pathText({ name: entry.name, parent: directory })` is the path of each. */
export interface WalkPart {
  readonly directory: WalkedDirectory
  /** With the kind of each, also where only its node tells it; `undefined` where that cannot be read. */
  readonly entries: readonly DirectoryEntry[]
  /** What of the directory, or of those in it, is not read, and why. Sentences. */
  readonly problems: readonly string[]
}

export interface WalkOptions {
  /** A directory, by default the root; with its path, if paths are to begin at the root. */
  readonly from?: WalkedDirectory
  /** Progress in directories: those that are done, of those that are known. */
  readonly run?: Run
}

/**
 * A directory with all its parts comes before those in it, which come in its own order. Each is listed once: one that
 * has a second name, and one that shares its table of names with another, are told as problems of where they are met.
 */
export async function* walkFiles(
  files: GuestFiles,
  { from, run }: WalkOptions = {},
): AsyncGenerator<WalkPart> {
  const start = from ?? { name: '', parent: undefined, node: files.root, depth: 0 }
  const waiting: WalkedDirectory[] = [start]
  const met = new Set<NodeId>([start.node])
  const tables = new Set<number>()
  const room = new Room()
  let done = 0
  for (let directory = waiting.pop(); directory; directory = waiting.pop()) {
    const inside: WalkedDirectory[] = []
    let isFirst = true
    for await (const part of files.list(directory.node, run)) {
      const problems = [...part.problems]
      const first = part.entries[0]
      if (first && isFirst) {
        isFirst = false
        // Two directories may have the same entries without being one, as in a FAT where nodes are entries.
        if (tables.has(first.at.offset)) {
          yield { directory, entries: [], problems: [...problems, SHARED] }
          break
        }
        tables.add(first.at.offset)
      }
      const entries: DirectoryEntry[] = []
      for (const each of part.entries) {
        const entry = each.kind === undefined ? await withKind(files, each, problems) : each
        entries.push(entry)
        if (entry.kind !== 'directory') continue
        const { name, node } = entry
        if (met.has(node)) {
          problems.push(`“${name}” is a directory that was met before, and is not listed again.`)
        } else if (directory.depth + 1 > DEEPEST) {
          problems.push(`“${name}” is deeper than ${DEEPEST} directories, and is not listed.`)
        } else {
          met.add(node)
          inside.push({ name, node, parent: directory, depth: directory.depth + 1 })
        }
      }
      yield { directory, entries, problems }
      if (room.isFull(part.entries)) {
        yield { directory, entries: [], problems: [OVERFULL] }
        return
      }
    }
    await takeTurn(run)
    // The last one that is put there is the next one.
    for (const each of inside.reverse()) waiting.push(each)
    done++
    run?.onProgress?.(done, done + waiting.length)
  }
}

const SHARED =
  'It shares its table of names with a directory that was listed before, and is not listed again.'
const OVERFULL =
  'The directories have more entries than there is room for them: they share their tables of names. The walk ends here.'

/** Entries that are all in places of their own end before the furthest of them does: a walk of more would have no end. */
class Room {
  #taken = 0
  #furthest = 0

  isFull(entries: readonly DirectoryEntry[]): boolean {
    for (const { at } of entries) {
      this.#taken += at.length
      this.#furthest = Math.max(this.#furthest, endOf(at))
    }
    return this.#taken > this.#furthest
  }
}

async function withKind(
  files: GuestFiles,
  entry: DirectoryEntry,
  problems: string[],
): Promise<DirectoryEntry> {
  const kind = await kindOf(files, entry)
  if (typeof kind === 'string') return { ...entry, kind }
  problems.push(`What “${entry.name}” is cannot be read: ${kind.reason}`)
  return entry
}
