/** The files of a volume, and what is said of them, all at once: for tests. */
import { expect } from 'vitest'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import type {
  FileExtent,
  Footprint,
  GuestFiles,
  NodeId,
  Stat,
} from '../engine/guest/guest-files.ts'
import { openFiles } from '../engine/guest/open-files.ts'
import { pathText } from '../engine/guest/paths.ts'
import { findFileSystem } from '../engine/guest/volumes/find-file-system.ts'
import { walkFiles } from '../engine/guest/walk.ts'

/** The files of a volume; throws where they are refused. */
export async function filesOf(volume: ByteSource): Promise<GuestFiles> {
  const fileSystem = await findFileSystem(volume, { offset: 0, length: volume.size })
  if (fileSystem === undefined) throw new Error('No file system is found.')
  const files = await openFiles(volume, fileSystem)
  if (!files.ok) throw new Error(files.reason)
  return files
}

export interface WalkedNode {
  readonly node: NodeId
  readonly stat: Stat
}

export interface WalkedTree {
  /** By path; directories without a slash in the end. */
  readonly nodes: ReadonlyMap<string, WalkedNode>
  /** Of directories, with their paths before them. */
  readonly problems: readonly string[]
}

/** By `walkFiles`; what `readTree` reads is held against more laws. */
export async function treeOf(files: GuestFiles): Promise<WalkedTree> {
  const nodes = new Map<string, WalkedNode>()
  const problems: string[] = []
  for await (const { directory, entries, problems: told } of walkFiles(files)) {
    problems.push(...told.map((problem) => `${pathText(directory)}: ${problem}`))
    for (const { name, node, kind } of entries) {
      const stat = await files.stat(node)
      if (!stat.ok) throw new Error(stat.reason)
      if (kind !== undefined) expect(stat.kind).toBe(kind)
      nodes.set(pathText({ name, parent: directory }), { node, stat })
    }
  }
  return { nodes, problems }
}

export async function extentsOf(files: GuestFiles, node: NodeId): Promise<readonly FileExtent[]> {
  const all: FileExtent[] = []
  for await (const parts of files.extents(node)) all.push(...parts)
  return all
}

export async function footprintsOf(files: GuestFiles): Promise<readonly Footprint[]> {
  const all: Footprint[] = []
  for await (const batch of files.footprints()) all.push(...batch)
  return all
}
