/** All that a reader of a guest's files says of a volume, held against what holds for any: for tests and fuzzers. */
import { expect } from 'vitest'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { endOf } from '../engine/bytes/ranges.ts'
import type { FileExtent, GuestFiles, NodeId, Stat } from '../engine/guest/guest-files.ts'

export interface TreeNode {
  readonly path: string
  readonly node: NodeId
  readonly stat: Stat
  /** As much of it as was asked for; `undefined` where it is refused. */
  readonly content: Uint8Array | undefined
}

export interface Tree {
  /** By path, which begins with `/`; the root's is empty. */
  readonly nodes: ReadonlyMap<string, TreeNode>
  readonly problems: readonly string[]
}

export interface Limits {
  /** Names that are looked at; all others are left out. */
  readonly names: number
  /** Bytes of each content that are read. */
  readonly bytes: number
}

const ENOUGH: Limits = { names: 20_000, bytes: 4 * 1024 * 1024 }
/** Parts of a content that are looked at. */
const MOST_PARTS = 20_000

/** Walks the tree; a directory is entered once, by whichever name comes first. */
export async function readTree(
  volume: ByteSource,
  files: GuestFiles,
  limits: Limits = ENOUGH,
): Promise<Tree> {
  const nodes = new Map<string, TreeNode>()
  const problems: string[] = []
  const waiting: [path: string, node: NodeId][] = [['', files.root]]
  const entered = new Set<NodeId>()
  const contents = new Map<NodeId, Uint8Array | undefined>()
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [path, node] = next
    const stat = await files.stat(node)
    if (!stat.ok) {
      problems.push(`${path}: ${stat.reason}`)
      continue
    }
    problems.push(...stat.problems.map((problem) => `${path}: ${problem}`))
    if (!contents.has(node))
      contents.set(node, await readContent(volume, files, node, limits.bytes))
    nodes.set(path, { path, node, stat, content: contents.get(node) })
    if (stat.kind !== 'directory' || entered.has(node)) continue
    entered.add(node)
    for await (const part of files.list(node)) {
      problems.push(...part.problems.map((problem) => `${path}: ${problem}`))
      for (const { name, node: child, at } of part.entries) {
        expect(at.offset >= 0 && endOf(at) <= volume.size).toBe(true)
        if (nodes.size + waiting.length < limits.names) waiting.push([`${path}/${name}`, child])
      }
      if (nodes.size + waiting.length >= limits.names) break
    }
  }
  return { nodes, problems }
}

/** The first bytes of a content, after the laws of its parts. */
async function readContent(
  volume: ByteSource,
  files: GuestFiles,
  node: NodeId,
  most: number,
): Promise<Uint8Array | undefined> {
  const source = await files.open(node)
  if ('reason' in source) return undefined
  const length = Math.min(source.size, most)
  const expected = new Uint8Array(length)
  let end = 0
  let parts = 0
  for await (const some of files.extents(node)) {
    for (const part of some) {
      if (part.offset !== end || part.length <= 0) expect(part).toMatchObject({ offset: end })
      end = endOf(part)
      await put(volume, part, expected)
    }
    parts += some.length
    if (parts > MOST_PARTS) break
  }
  if (parts <= MOST_PARTS) expect(end).toBe(source.size)
  const bytes = await source.read(0, length)
  if (end >= length) expect(Buffer.compare(bytes, expected)).toBe(0)
  const middle = Math.floor(length / 3)
  const part = await source.read(middle, Math.min(5000, length - middle))
  expect(Buffer.compare(part, bytes.subarray(middle, middle + part.length))).toBe(0)
  return bytes
}

async function put(volume: ByteSource, part: FileExtent, target: Uint8Array): Promise<void> {
  const at = part.from === 'volume' ? part.at : part.from === 'record' ? part.at.offset : undefined
  if (at === undefined) return
  expect(at >= 0 && at + part.length <= volume.size).toBe(true)
  const length = Math.min(part.length, target.length - part.offset)
  if (length > 0) target.set(await volume.read(at, length), part.offset)
}
