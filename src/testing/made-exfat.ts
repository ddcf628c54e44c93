/** Files in a volume that mkfs.exfat has made, put there by hand: no tool writes into one that is not mounted. */

import { withVolume } from './made-volumes.ts'

/** 4 MiB in clusters of 512 bytes. */
export const EXFAT_VOLUME = {
  tool: 'mkfs.exfat',
  args: ['-c', '512', '-L', 'VOLUME'],
  size: 4,
} as const

/** All bytes of such a volume without files, of so many MiB. */
export async function emptyExfat(size: number = EXFAT_VOLUME.size): Promise<Uint8Array> {
  let bytes = new Uint8Array()
  await withVolume({ ...EXFAT_VOLUME, size }, (volume) =>
    volume.with(async (source) => {
      bytes = new Uint8Array(await source.read(0, source.size))
    }),
  )
  return bytes
}

/** A file, or a directory where it has `names`. */
export interface ExfatNode {
  readonly content?: Uint8Array
  readonly names?: Readonly<Record<string, ExfatNode>>
  /** Its clusters lie side by side, and the table does not have them. Otherwise they are every other one. */
  readonly isContiguous?: boolean
  /** So many bytes were written. Default: all. */
  readonly written?: number
  /** Beside that of a directory. */
  readonly attributes?: number
  readonly modified?: ExfatTime
  readonly created?: ExfatTime
}

export interface ExfatTime {
  readonly date: number
  readonly time: number
  readonly hundredths?: number
  /** The byte as it is. */
  readonly offset?: number
}

const ENTRY = 32
const UNITS = 15
const LAST = 0xffff_ffff
const DAY_ONE: ExfatTime = { date: 0x21, time: 0 }

export interface MadeExfat {
  readonly bytes: Uint8Array
  readonly clusterSize: number
  /** Of a cluster, and of its entry in the table. */
  readonly placeOf: (cluster: number) => number
  readonly entryOf: (cluster: number) => number
  /** Where the entries of nodes begin, by path. */
  readonly nodes: ReadonlyMap<string, number>
  /** The clusters of each, in order. */
  readonly clusters: ReadonlyMap<string, readonly number[]>
}

/** `empty` is such a volume without files, of whose first clusters all that are in use lie together. */
export function makeExfat(
  empty: Uint8Array,
  names: Readonly<Record<string, ExfatNode>>,
): MadeExfat {
  const bytes = empty.slice()
  const view = new DataView(bytes.buffer)
  const sector = 2 ** (bytes[108] ?? 0)
  const clusterSize = sector * 2 ** (bytes[109] ?? 0)
  const count = view.getUint32(92, true)
  const placeOf = (cluster: number): number =>
    view.getUint32(88, true) * sector + (cluster - 2) * clusterSize
  const entryOf = (cluster: number): number => view.getUint32(80, true) * sector + 4 * cluster
  const root = view.getUint32(96, true)
  const own = ownEntries(bytes, placeOf(root), clusterSize)
  const bitmap = placeOf(view.getUint32(placeOf(root) + own.bitmapAt + 20, true))
  const nodes = new Map<string, number>()
  const clustersOf = new Map<string, readonly number[]>()
  let next = 2
  while (isUsed(next)) next++

  function isUsed(cluster: number): boolean {
    return (((bytes[bitmap + ((cluster - 2) >> 3)] ?? 0) >> ((cluster - 2) & 7)) & 1) !== 0
  }
  function use(cluster: number): void {
    if (cluster >= count + 2) throw new Error('The volume is full.')
    const at = bitmap + ((cluster - 2) >> 3)
    bytes[at] = (bytes[at] ?? 0) | (1 << ((cluster - 2) & 7))
  }
  function allocate(length: number, isContiguous: boolean): number[] {
    const clusters = Array.from(
      { length: Math.ceil(length / clusterSize) },
      (_, i) => next + (isContiguous ? i : 2 * i),
    )
    next = (clusters.at(-1) ?? next - 1) + 1
    for (const cluster of clusters) use(cluster)
    if (!isContiguous) link(clusters)
    return clusters
  }
  function link(clusters: readonly number[]): void {
    for (const [i, cluster] of clusters.entries()) {
      view.setUint32(entryOf(cluster), clusters[i + 1] ?? LAST, true)
    }
  }
  function put(clusters: readonly number[], content: Uint8Array): void {
    for (const [i, cluster] of clusters.entries()) {
      bytes.set(content.subarray(i * clusterSize, (i + 1) * clusterSize), placeOf(cluster))
    }
  }

  /** The entries of what has these names, behind `before` in clusters that are made for as many as there are. */
  function entriesOf(
    children: Readonly<Record<string, ExfatNode>>,
    path: string,
    before: Uint8Array,
    clustersFor: (length: number) => readonly number[],
  ): { readonly table: Uint8Array; readonly clusters: readonly number[] } {
    const length = Object.keys(children).reduce((sum, name) => sum + lengthOf(name), before.length)
    const clusters = clustersFor(length)
    const table = new Uint8Array(clusters.length * clusterSize)
    table.set(before)
    let at = before.length
    for (const [name, node] of Object.entries(children)) {
      const own = `${path}/${name}`
      const place = placeOf(clusters[Math.floor(at / clusterSize)] ?? 0) + (at % clusterSize)
      nodes.set(own, place)
      table.set(entrySet(name, node, contentOf(node, own)), at)
      at += lengthOf(name)
    }
    return { table, clusters }
  }

  function contentOf(node: ExfatNode, path: string): Content {
    const { names: children, content = new Uint8Array(), isContiguous = false } = node
    if (children === undefined) {
      const clusters = allocate(content.length, isContiguous)
      put(clusters, content)
      clustersOf.set(path, clusters)
      return { first: clusters[0] ?? 0, length: content.length }
    }
    const { table, clusters } = entriesOf(children, path, new Uint8Array(), (length) =>
      allocate(Math.max(1, length), isContiguous),
    )
    put(clusters, table)
    clustersOf.set(path, clusters)
    return { first: clusters[0] ?? 0, length: table.length }
  }

  const { table, clusters } = entriesOf(names, '', own.bytes, (length) => {
    const all = [root, ...allocate(length - clusterSize, false)]
    link(all)
    return all
  })
  put(clusters, table)
  clustersOf.set('', clusters)
  return { bytes, clusterSize, placeOf, entryOf, nodes, clusters: clustersOf }
}

/** What the root directory has before there are files. */
function ownEntries(bytes: Uint8Array, at: number, clusterSize: number) {
  let [end, bitmapAt] = [0, 0]
  for (; end < clusterSize && bytes[at + end] !== 0; end += ENTRY) {
    if (bytes[at + end] === 0x81) bitmapAt = end
  }
  return { bytes: bytes.slice(at, at + end), bitmapAt }
}

interface Content {
  readonly first: number
  readonly length: number
}

const lengthOf = (name: string): number => (2 + Math.ceil(name.length / UNITS)) * ENTRY

/** With its checksum and the hash of the name. */
function entrySet(name: string, node: ExfatNode, { first, length }: Content): Uint8Array {
  const bytes = new Uint8Array(lengthOf(name))
  const view = new DataView(bytes.buffer)
  const { written = length, attributes = 0, modified = DAY_ONE, created = DAY_ONE } = node
  bytes[0] = 0x85
  bytes[1] = bytes.length / ENTRY - 1
  view.setUint16(4, attributes | (node.names ? 0x10 : 0), true)
  for (const [i, { date, time }] of [created, modified, modified].entries()) {
    view.setUint32(8 + 4 * i, date * 2 ** 16 + time, true)
  }
  bytes.set([created.hundredths ?? 0, modified.hundredths ?? 0], 20)
  bytes.set([created.offset ?? 0, modified.offset ?? 0, modified.offset ?? 0], 22)
  bytes.set([0xc0, node.isContiguous && length > 0 ? 3 : 1, 0, name.length], ENTRY)
  view.setUint16(ENTRY + 4, sumOf(name.toUpperCase()), true)
  view.setBigUint64(ENTRY + 8, BigInt(written), true)
  view.setUint32(ENTRY + 20, first, true)
  view.setBigUint64(ENTRY + 24, BigInt(length), true)
  for (let i = 0; i < bytes.length / ENTRY - 2; i++) bytes[(2 + i) * ENTRY] = 0xc1
  for (let i = 0; i < name.length; i++) {
    const at = (2 + Math.floor(i / UNITS)) * ENTRY + 2 + 2 * (i % UNITS)
    view.setUint16(at, name.charCodeAt(i), true)
  }
  seal(bytes)
  return bytes
}

/** Puts the checksum of a set of entries into it. */
export function seal(set: Uint8Array): void {
  const sum = rotated(set.filter((_, i) => i !== 2 && i !== 3))
  set.set([sum & 0xff, sum >> 8], 2)
}

const sumOf = (text: string): number =>
  rotated([...text].flatMap((_, i) => [text.charCodeAt(i) & 0xff, text.charCodeAt(i) >> 8]))

/** A sum of 16 bits whose last bit becomes the first one before each byte. */
const rotated = (bytes: Iterable<number>): number => {
  let sum = 0
  for (const byte of bytes) sum = ((sum % 2) * 0x8000 + Math.floor(sum / 2) + byte) % 0x1_0000
  return sum
}
