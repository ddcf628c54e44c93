/** All that a reader of a guest's files says of a volume, held against what holds for any: for tests and fuzzers. */
import { expect } from 'vitest'
import type { ByteRange, ByteSource } from '../engine/bytes/byte-source.ts'
import { endOf } from '../engine/bytes/ranges.ts'
import type {
  FileExtent,
  Footprint,
  GuestFiles,
  NodeId,
  Stat,
} from '../engine/guest/guest-files.ts'

interface TreeContents {
  /** As much of it as was asked for; `undefined` where it is refused. */
  readonly content: Uint8Array | undefined
  /** The same of those beside it, by their names. */
  readonly streams: ReadonlyMap<string, Uint8Array | undefined>
}

export interface TreeNode extends TreeContents {
  readonly path: string
  readonly node: NodeId
  readonly stat: Stat
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
  /** Parts of a content that are looked at. Default: 20,000. */
  readonly parts?: number
}

const ENOUGH: Limits = { names: 100_000, bytes: 16 * 1024 * 1024 }

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
  const contents = new Map<NodeId, TreeContents>()
  for (const [path, node] of waiting) {
    const stat = await files.stat(node)
    if (!stat.ok) {
      problems.push(`${path}: ${stat.reason}`)
      continue
    }
    problems.push(...stat.problems.map((problem) => `${path}: ${problem}`))
    const known = contents.get(node) ?? (await contentsOf({ volume, files, node, limits }, stat))
    contents.set(node, known)
    nodes.set(path, { path, node, stat, ...known })
    if (stat.kind !== 'directory' || entered.has(node)) continue
    entered.add(node)
    for await (const part of files.list(node)) {
      problems.push(...part.problems.map((problem) => `${path}: ${problem}`))
      for (const { name, node: child, at } of part.entries) {
        if (at.offset < 0 || endOf(at) > volume.size) expect(at).toBe('inside')
        if (waiting.length < limits.names) waiting.push([`${path}/${name}`, child])
      }
      if (waiting.length >= limits.names) break
    }
  }
  return { nodes, problems }
}

/** Every node of the tree has one footprint, which says what its stat says and has all places of its contents. */
export async function checkFootprints(files: GuestFiles, { nodes }: Tree): Promise<void> {
  const footprints = new Map<NodeId, Footprint>()
  for await (const batch of files.footprints()) {
    for (const footprint of batch) {
      expect(footprints.has(footprint.node)).toBe(false)
      footprints.set(footprint.node, footprint)
    }
  }
  for (const { node, stat } of nodes.values()) {
    const { kind, size, record } = stat
    const footprint = footprints.get(node)
    expect(footprint).toMatchObject({ kind, size, record })
    for (const stream of streamsOf(stat)) {
      for await (const some of files.extents(node, stream)) {
        const isIn = some
          .flatMap(placesOf)
          .every((place) =>
            footprint?.content.some((it) => it.offset <= place.offset && endOf(place) <= endOf(it)),
          )
        expect(isIn, `the places of node ${node}`).toBe(true)
      }
    }
  }
}

const streamsOf = ({ streams = [] }: Stat): readonly (string | undefined)[] => [
  undefined,
  ...streams.map(({ name }) => name),
]

const placesOf = (part: FileExtent): readonly ByteRange[] =>
  part.from === 'volume'
    ? [{ offset: part.at, length: part.length }]
    : part.from === 'compressed'
      ? part.at
      : []

interface Reading {
  readonly volume: ByteSource
  readonly files: GuestFiles
  readonly node: NodeId
  readonly limits?: Limits
}

async function contentsOf(reading: Reading, { streams = [] }: Stat): Promise<TreeContents> {
  const found = new Map<string, Uint8Array | undefined>()
  for (const { name } of streams.slice(0, reading.limits?.names)) {
    found.set(name, await readContent(reading, name))
  }
  return { content: await readContent(reading), streams: found }
}

/** The first bytes of a content, or all of it, which its parts have to agree with; `undefined` where it is refused. */
export async function readContent(
  { volume, files, node, limits = ENOUGH }: Reading,
  stream?: string,
): Promise<Uint8Array | undefined> {
  const source = await files.open(node, stream)
  if ('reason' in source) return undefined
  const bytes = await source.read(0, Math.min(source.size, limits.bytes))
  const { parts: most = 20_000 } = limits
  let [end, parts] = [0, 0]
  for await (const some of files.extents(node, stream, { isProven: true })) {
    for (const part of some) {
      if (part.offset !== end || part.length <= 0) expect(part).toMatchObject({ offset: end })
      end = endOf(part)
      await checkPart(volume, part, bytes.subarray(part.offset, end))
    }
    parts += some.length
    if (parts > most) break
  }
  if (parts <= most) expect(end).toBe(source.size)
  const middle = Math.floor(bytes.length / 3)
  const part = await source.read(middle, Math.min(5000, bytes.length - middle))
  expect(Buffer.compare(part, bytes.subarray(middle, middle + part.length))).toBe(0)
  return bytes
}

/** `bytes` are those of the part that were read, which may be fewer than it has. */
async function checkPart(volume: ByteSource, part: FileExtent, bytes: Uint8Array): Promise<void> {
  const places = part.from === 'record' ? [part.at] : placesOf(part)
  for (const place of places) {
    if (place.offset < 0 || endOf(place) > volume.size) expect(place).toBe('inside')
  }
  if (part.from === 'compressed') return
  const [place] = places
  const expected = place
    ? await volume.read(place.offset, bytes.length)
    : new Uint8Array(bytes.length)
  if (place && part.from === 'record') {
    // At the ends of sectors may stand guards, of NTFS; what they stand for is elsewhere in the record.
    for (let i = 0; i < bytes.length; i++) {
      if ((place.offset + i) % 512 >= 510) expected[i] = bytes[i] ?? 0
    }
  }
  if (Buffer.compare(bytes, expected) !== 0) expect(part).toBe('what was read')
}
