/** Files in a FAT12, FAT16 or FAT32 that is made by hand, with entries that no tool would write. */
import { type FatVolume, makeFat } from './made-fat.ts'

/** A file, or a directory where it has `names`. */
export interface FatNode {
  readonly content?: Uint8Array
  readonly names?: Readonly<Record<string, FatNode>>
  /** The 11 bytes of the short name, one character each; by default made of a number. */
  readonly short?: string
  /** It has no long name, so that its name here is only for the test. */
  readonly isShort?: boolean
  /** Byte 12: which part of a short name is meant in small letters. */
  readonly letters?: number
  /** Beside that of a directory. */
  readonly attributes?: number
  /** Bytes 13 to 19: hundredths, time and date of creation, and the day of the last access. */
  readonly created?: readonly number[]
  /** Bytes 22 to 25: time and date. */
  readonly modified?: readonly number[]
}

export interface MadeFatFiles {
  readonly bytes: Uint8Array
  readonly bits: FatVolume['bits']
  readonly tables: readonly [number, number]
  readonly placeOf: (cluster: number) => number
  /** Where the short entries of nodes are, by path. */
  readonly nodes: ReadonlyMap<string, number>
  /** The clusters of each, in order; of the root only in a FAT32. */
  readonly clusters: ReadonlyMap<string, readonly number[]>
}

const ENTRY = 32
const CLUSTER = 512
const UNITS = 13
const UNITS_AT = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30]
/** A FAT32 with so few is one by its fields; that Windows makes none is noted. */
const CLUSTERS = { 12: 300, 16: 4100, 32: 300 }
const DAY_ONE = [0, 0, 0x21, 0]

/** Clusters are of 512 bytes, and those of a node every other one; the root of a FAT12 or FAT16 has 16 entries. */
export function makeFatFiles(
  bits: FatVolume['bits'],
  names: Readonly<Record<string, FatNode>>,
): MadeFatFiles {
  const nexts = new Map<number, number>()
  const nodes = new Map<string, number>()
  const clustersOf = new Map<string, readonly number[]>()
  const ends = bits === 32 ? 0x0fff_ffff : 2 ** bits - 1
  const { dataStart } = makeFat({ bits, clusters: CLUSTERS[bits], entry: () => 0 })
  const placeOf = (cluster: number): number => dataStart + (cluster - 2) * CLUSTER
  const written: (readonly [at: number, bytes: Uint8Array])[] = []
  let free = 2
  let shorts = 0

  function allocate(path: string, length: number): readonly number[] {
    const clusters = Array.from({ length: Math.ceil(length / CLUSTER) }, (_, i) => free + 2 * i)
    free = (clusters.at(-1) ?? free - 1) + 1
    for (const [i, cluster] of clusters.entries()) nexts.set(cluster, clusters[i + 1] ?? ends)
    clustersOf.set(path, clusters)
    return clusters
  }

  /** The entries of what has these names, at places that `placeAt` gives. */
  function put(
    children: Readonly<Record<string, FatNode>>,
    path: string,
    before: readonly Uint8Array[],
    placeAt: (offset: number) => number,
  ): void {
    let at = 0
    const add = (entry: Uint8Array): void => {
      written.push([placeAt(at), entry])
      at += ENTRY
    }
    for (const entry of before) add(entry)
    for (const [name, node] of Object.entries(children)) {
      const own = `${path}/${name}`
      const first = contentOf(node, own)
      const entry = shortEntry(node, node.short ?? `N${shorts++}`.padEnd(11), first)
      if (!node.isShort) for (const long of longEntries(name, entry)) add(long)
      nodes.set(own, placeAt(at))
      add(entry)
    }
  }

  /** The first cluster. */
  function contentOf(node: FatNode, path: string): number {
    const { names: children, content = new Uint8Array() } = node
    const length = children ? ENTRY * (2 + entriesFor(children)) : content.length
    const clusters = allocate(path, length)
    if (children) {
      const dots = ['.', '..'].map((dot) => shortEntry({ names: {} }, dot.padEnd(11), 0))
      put(children, path, dots, (offset) => inClusters(clusters, offset))
    } else {
      for (const [i, cluster] of clusters.entries()) {
        written.push([placeOf(cluster), content.subarray(i * CLUSTER, (i + 1) * CLUSTER)])
      }
    }
    return clusters[0] ?? 0
  }

  const inClusters = (clusters: readonly number[], offset: number): number =>
    placeOf(clusters[Math.floor(offset / CLUSTER)] ?? 0) + (offset % CLUSTER)
  const root = bits === 32 ? allocate('', Math.max(1, ENTRY * entriesFor(names))) : []
  put(names, '', [], (offset) =>
    bits === 32 ? inClusters(root, offset) : dataStart - CLUSTER + offset,
  )
  const entry = (cluster: number): number => nexts.get(cluster) ?? 0
  const { bytes, tables } = makeFat({ bits, clusters: CLUSTERS[bits], entry })
  for (const [at, some] of written) bytes.set(some, at)
  return { bytes, bits, tables, placeOf, nodes, clusters: clustersOf }
}

const partsOf = (name: string): number => Math.ceil(name.length / UNITS)

const entriesFor = (names: Readonly<Record<string, FatNode>>): number =>
  Object.entries(names).reduce(
    (sum, [name, { isShort }]) => sum + 1 + (isShort ? 0 : partsOf(name)),
    0,
  )

function shortEntry(node: FatNode, short: string, first: number): Uint8Array {
  const bytes = new Uint8Array(ENTRY)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < 11; i++) bytes[i] = short.charCodeAt(i)
  bytes[11] = (node.attributes ?? 0) | (node.names ? 0x10 : 0)
  bytes[12] = node.letters ?? 0
  bytes.set(node.created ?? [], 13)
  view.setUint16(20, first >>> 16, true)
  bytes.set(node.modified ?? DAY_ONE, 22)
  view.setUint16(26, first & 0xffff, true)
  view.setUint32(28, node.content?.length ?? 0, true)
  return bytes
}

/** As they stand before the short one: the last part first. */
function longEntries(name: string, short: Uint8Array): readonly Uint8Array[] {
  let sum = 0
  for (const byte of short.subarray(0, 11)) {
    sum = ((sum % 2) * 0x80 + Math.floor(sum / 2) + byte) % 0x100
  }
  const count = partsOf(name)
  return Array.from({ length: count }, (_, i) => {
    const part = count - i
    const bytes = new Uint8Array(ENTRY)
    const view = new DataView(bytes.buffer)
    bytes[0] = part + (i === 0 ? 0x40 : 0)
    bytes[11] = 0x0f
    bytes[13] = sum
    for (const [unit, at] of UNITS_AT.entries()) {
      const index = (part - 1) * UNITS + unit
      // A zero ends a name that does not fill its entries, and ones fill them up.
      const value =
        index < name.length ? name.charCodeAt(index) : index === name.length ? 0 : 0xffff
      view.setUint16(at, value, true)
    }
    return bytes
  })
}
