/** All that is in an NTFS as the engine reads it, held against what holds for any: for tests and fuzzers of its reader. */
import { expect } from 'vitest'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { endOf } from '../engine/bytes/ranges.ts'
import type {
  FileExtent,
  Footprint,
  GuestFiles,
  NodeId,
  Stat,
} from '../engine/guest/guest-files.ts'
import { openFiles } from '../engine/guest/open-files.ts'
import { findFileSystem } from '../engine/guest/volumes/find-file-system.ts'

export interface NtfsNodeSeen {
  readonly node: NodeId
  readonly stat: Stat
  /** `undefined` where it is refused. */
  readonly content: Uint8Array | undefined
  readonly streams: ReadonlyMap<string, Uint8Array | undefined>
}

export interface NtfsTree {
  /** By path, which begins with `/`. */
  readonly nodes: ReadonlyMap<string, NtfsNodeSeen>
  /** Of lists and nodes, with their paths before them. */
  readonly problems: readonly string[]
}

export interface Bounds {
  /** Names that are looked at. */
  readonly names: number
  /** Bytes of a content that are read, and parts of it. */
  readonly bytes: number
  readonly parts: number
}

const ENOUGH: Bounds = { names: 100_000, bytes: 16 * 1024 * 1024, parts: 100_000 }

/** Throws where they are refused. */
export async function ntfsFiles(volume: ByteSource): Promise<GuestFiles> {
  const fileSystem = await findFileSystem(volume, { offset: 0, length: volume.size })
  if (fileSystem?.kind !== 'NTFS') throw new Error('There is no NTFS.')
  const files = await openFiles(volume, fileSystem)
  if (!files.ok) throw new Error(files.reason)
  return files
}

/** Walks the tree; a directory is entered once. */
export async function ntfsTree(
  volume: ByteSource,
  files: GuestFiles,
  bounds: Bounds = ENOUGH,
): Promise<NtfsTree> {
  const nodes = new Map<string, NtfsNodeSeen>()
  const seen = new Map<NodeId, NtfsNodeSeen>()
  const problems: string[] = []
  const waiting: [path: string, node: NodeId][] = [['', files.root]]
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [directory, node] = next
    for await (const part of files.list(node)) {
      problems.push(...part.problems.map((problem) => `${directory}/: ${problem}`))
      for (const { name, node: child, kind, at } of part.entries) {
        expect(at.offset >= 0 && endOf(at) <= volume.size, 'the place of an entry').toBe(true)
        if (nodes.size >= bounds.names) return { nodes, problems }
        const path = `${directory}/${name}`
        const known = seen.get(child)
        const stat = known?.stat ?? (await files.stat(child))
        if (!stat.ok) {
          problems.push(`${path}: ${stat.reason}`)
          continue
        }
        const isNew = known === undefined
        const found = known ?? (await look(volume, files, { child, stat, bounds }))
        if (isNew) problems.push(...stat.problems.map((problem) => `${path}: ${problem}`))
        seen.set(child, found)
        nodes.set(path, found)
        if (isNew && stat.kind === 'directory') waiting.push([path, child])
        if (kind !== undefined && bounds === ENOUGH) expect(stat.kind).toBe(kind)
      }
    }
  }
  return { nodes, problems }
}

/** Every node of the tree has one footprint, which says what its stat says and has all places of its contents. */
export async function checkFootprints(files: GuestFiles, { nodes }: NtfsTree): Promise<void> {
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
    for (const stream of [undefined, ...(stat.streams ?? []).map(({ name }) => name)]) {
      for await (const some of files.extents(node, stream)) {
        const places = some.flatMap((part) =>
          part.from === 'volume'
            ? [{ offset: part.at, length: part.length }]
            : part.from === 'compressed'
              ? part.at
              : [],
        )
        const isIn = places.every((place) =>
          footprint?.content.some((it) => it.offset <= place.offset && endOf(place) <= endOf(it)),
        )
        expect(isIn, `the places of node ${node}`).toBe(true)
      }
    }
  }
}

async function look(
  volume: ByteSource,
  files: GuestFiles,
  { child, stat, bounds }: { readonly child: NodeId; readonly stat: Stat; readonly bounds: Bounds },
): Promise<NtfsNodeSeen> {
  const streams = new Map<string, Uint8Array | undefined>()
  for (const { name } of (stat.streams ?? []).slice(0, bounds.names)) {
    streams.set(name, await ntfsContent(volume, files, { node: child, stream: name, bounds }))
  }
  const content = await ntfsContent(volume, files, { node: child, bounds })
  return { node: child, stat, content, streams }
}

/** The beginning of a content, or all of it, which is also what its extents say; they leave no gap. */
export async function ntfsContent(
  volume: ByteSource,
  files: GuestFiles,
  of: { readonly node: NodeId; readonly stream?: string; readonly bounds?: Bounds },
): Promise<Uint8Array | undefined> {
  const { node, stream, bounds = ENOUGH } = of
  const source = await files.open(node, stream)
  if ('reason' in source) return undefined
  const bytes = await source.read(0, Math.min(source.size, bounds.bytes))
  const [end, isAll] = await checkParts(volume, files.extents(node, stream), bytes, bounds.parts)
  if (isAll) expect(end).toBe(source.size)
  const middle = Math.floor(bytes.length / 3)
  const part = await source.read(middle, Math.min(5000, bytes.length - middle))
  expect(Buffer.compare(part, bytes.subarray(middle, middle + part.length))).toBe(0)
  return bytes
}

/** Where the parts end, and whether that is the last of them. */
async function checkParts(
  volume: ByteSource,
  parts: AsyncIterable<readonly FileExtent[]>,
  bytes: Uint8Array,
  most: number,
): Promise<readonly [end: number, isAll: boolean]> {
  let [end, count] = [0, 0]
  for await (const some of parts) {
    for (const part of some) {
      expect([part.offset, part.length > 0]).toEqual([end, true])
      end = endOf(part)
      await checkPart(volume, part, bytes.subarray(part.offset, end))
      if (++count > most) return [end, false]
    }
  }
  return [end, true]
}

async function checkPart(volume: ByteSource, part: FileExtent, bytes: Uint8Array): Promise<void> {
  const places = part.from === 'compressed' ? part.at : []
  for (const place of places) expect(endOf(place)).toBeLessThanOrEqual(volume.size)
  if (part.from === 'compressed') return
  const at = part.from === 'volume' ? part.at : part.from === 'record' ? part.at.offset : undefined
  if (at !== undefined) expect(at + part.length).toBeLessThanOrEqual(volume.size)
  const expected =
    at === undefined ? new Uint8Array(bytes.length) : await volume.read(at, bytes.length)
  if (part.from === 'record') {
    // At the ends of sectors stand guards; what they stand for is elsewhere in the record.
    for (let i = 0; i < bytes.length; i++) {
      if ((part.at.offset + i) % 512 >= 510) expected[i] = bytes[i] ?? 0
    }
  }
  expect(Buffer.compare(bytes, expected)).toBe(0)
}
