/** All names of one directory, read once and held compactly: what a list of it is sorted and shown from. */
import type { Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import type { GuestFiles, NodeId, NodeKind } from '../guest/guest-files.ts'
import { grown, NamePool } from './name-pool.ts'

/** Of one directory; more are not held, and that is said. Together some 100 MiB. */
export const MAX_NAMES = 2_000_000
export const MAX_NAME_UNITS = 32 * 1024 * 1024
/** Sentences about what cannot be read; the rest is counted. */
const MAX_PROBLEMS = 100

/** In the order that directories are listed in by kind. */
const KINDS: readonly (NodeKind | undefined)[] = [
  'directory',
  'file',
  'link',
  'fifo',
  'socket',
  'character-device',
  'block-device',
  undefined,
]

export interface DirectoryIndex {
  readonly names: NamePool
  nodeOf(index: number): NodeId
  /** `undefined` where neither the directory nor the node itself tells. */
  kindOf(index: number): NodeKind | undefined
  /** Directories first. */
  kindRank(index: number): number
  /** What of it cannot be read, in sentences. */
  readonly problems: readonly string[]
  /** Whether there are more names than are held. */
  readonly isCut: boolean
}

export interface IndexLimits {
  readonly names: number
  readonly units: number
}

/** Progress counts names; their total is not known. Throws the signal's reason, and errors of the source. */
export async function readDirectory(
  files: GuestFiles,
  directory: NodeId,
  run?: Run,
  limits: IndexLimits = { names: MAX_NAMES, units: MAX_NAME_UNITS },
): Promise<DirectoryIndex> {
  const names = new NamePool()
  const problems: string[] = []
  let more = 0
  let nodes = new Float64Array(0)
  let kinds = new Uint8Array(0)
  let isCut = false
  for await (const part of files.list(directory, run && { ...run, onProgress: undefined })) {
    const room = Math.max(0, MAX_PROBLEMS - problems.length)
    problems.push(...part.problems.slice(0, room))
    more += Math.max(0, part.problems.length - room)
    for (const { name, node, kind } of part.entries) {
      isCut = names.count >= limits.names || names.length + name.length > limits.units
      if (isCut) break
      nodes = grown(nodes, names.count + 1, Float64Array)
      kinds = grown(kinds, names.count + 1, Uint8Array)
      nodes[names.count] = node
      kinds[names.count] = KINDS.indexOf(kind ?? (await kindOf(files, node)))
      names.push(name)
    }
    if (isCut) break
    run?.onProgress?.(names.count, 0)
    await takeTurn(run)
  }
  if (more > 0) problems.push(`There are ${more} more problems.`)
  return {
    names,
    problems,
    isCut,
    nodeOf: (index) => nodes[index] ?? 0,
    kindOf: (index) => KINDS[kinds[index] ?? -1],
    kindRank: (index) => kinds[index] ?? 0,
  }
}

/** Of an entry that does not say it, as those of ext without “filetype”. */
async function kindOf(files: GuestFiles, node: NodeId): Promise<NodeKind | undefined> {
  const stat = await files.stat(node)
  return stat.ok ? stat.kind : undefined
}
