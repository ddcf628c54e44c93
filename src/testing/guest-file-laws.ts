/** What holds for the files of any guest, and all that is in them, for tests of their readers. */
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

export interface ReadNode {
  readonly node: NodeId
  readonly stat: Stat
}

export interface ReadTree {
  /** By path; directories without a slash in the end. */
  readonly nodes: ReadonlyMap<string, ReadNode>
  /** Of directories, with their paths before them. */
  readonly problems: readonly string[]
}

export async function treeOf(files: GuestFiles): Promise<ReadTree> {
  const nodes = new Map<string, ReadNode>()
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

/** The content of a node, which is also what its extents say; they leave no gap and no byte outside of the volume. */
export async function contentOf(
  volume: ByteSource,
  files: GuestFiles,
  node: NodeId,
): Promise<Uint8Array> {
  const source = await files.open(node)
  if ('reason' in source) throw new Error(source.reason)
  const content = await source.read(0, source.size)
  const expected = new Uint8Array(content.length)
  let end = 0
  for (const part of await extentsOf(files, node)) {
    expect(part.offset).toBe(end)
    expect(part.length).toBeGreaterThan(0)
    end += part.length
    if (part.from === 'volume') {
      expect(part.at + part.length).toBeLessThanOrEqual(volume.size)
      expected.set(await volume.read(part.at, part.length), part.offset)
    }
  }
  expect(end).toBe(content.length)
  expect(Buffer.compare(content, expected)).toBe(0)
  return content
}
