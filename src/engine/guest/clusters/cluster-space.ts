/** The clusters of a FAT or an exFAT, and its table, which says of each one which comes next. */
import type { ByteRange, ByteSource } from '../../bytes/byte-source.ts'

/** Clusters are counted from this one. */
export const FIRST_CLUSTER = 2

/** What the table says of a cluster, beside the number of the next one. */
export const NEXT = { free: 0, end: -1, bad: -2 } as const

/** A part of the table: entries of clusters [first, end). */
export interface TableWindow {
  readonly first: number
  readonly end: number
  /** The number of the cluster that comes next, which may be none that there is, or one of `NEXT`. */
  readonly next: (cluster: number) => number
}

export interface ClusterTable {
  /** Entries around that of a cluster; `undefined` where the table, or its volume, ends before it. A promise where it is read. */
  window(cluster: number): TableWindow | undefined | Promise<TableWindow | undefined>
  /** Where the entries of clusters lie in the volume, as far as it has them. */
  placeOf(cluster: number, count: number): ByteRange
}

export interface ClusterSpace {
  readonly volume: ByteSource
  readonly clusters: number
  /** Bytes. */
  readonly clusterSize: number
  /** Where the first cluster begins in the volume. */
  readonly dataStart: number
  readonly table: ClusterTable
}

/** Where a table is, and how it is read. */
export interface TableForm {
  readonly offset: number
  readonly length: number
  readonly bits: 12 | 16 | 32
  /** Of a part that begins with a whole entry: what its entries say, as `TableWindow.next` does, counted from the part's first. */
  readonly entries: (bytes: Uint8Array) => (index: number) => number
}

/** Entries that are read at once: an even number, since two of 12 bits share a byte. */
const PER_WINDOW = 4096
/** Windows that are kept: 1 MiB of a table of 32 bits. */
const KEPT = 64

export const isCluster = ({ clusters }: ClusterSpace, cluster: number): boolean =>
  cluster >= FIRST_CLUSTER && cluster < FIRST_CLUSTER + clusters

export const placeOfCluster = ({ dataStart, clusterSize }: ClusterSpace, cluster: number): number =>
  dataStart + (cluster - FIRST_CLUSTER) * clusterSize

/** Keeps the windows that were used last. */
export function clusterTable(
  volume: ByteSource,
  { offset, length, bits, entries }: TableForm,
): ClusterTable {
  const room = Math.max(0, Math.min(length, volume.size - offset))
  const count = Math.floor((room * 8) / bits)
  const windows = new Map<number, TableWindow | Promise<TableWindow>>()

  async function read(index: number): Promise<TableWindow> {
    const first = index * PER_WINDOW
    const end = Math.min(first + PER_WINDOW, count)
    const bytes = await volume.read(
      offset + (first * bits) / 8,
      Math.ceil(((end - first) * bits) / 8),
    )
    const entry = entries(bytes)
    return { first, end, next: (cluster) => entry(cluster - first) }
  }

  function fetch(index: number): Promise<TableWindow> {
    const window = read(index)
    windows.set(index, window)
    window.then(
      (done) => windows.get(index) === window && windows.set(index, done),
      // The next one who asks tries again.
      () => windows.get(index) === window && windows.delete(index),
    )
    for (const oldest of windows.keys()) {
      if (windows.size <= KEPT) break
      windows.delete(oldest)
    }
    return window
  }

  return {
    window(cluster) {
      if (cluster >= count) return undefined
      const index = Math.floor(cluster / PER_WINDOW)
      const kept = windows.get(index)
      if (kept === undefined) return fetch(index)
      windows.delete(index)
      windows.set(index, kept)
      return kept
    },
    placeOf: (cluster, many) => {
      const from = offset + Math.floor((cluster * bits) / 8)
      const end = offset + Math.ceil((Math.min(cluster + many, count) * bits) / 8)
      return { offset: from, length: Math.max(0, end - from) }
    },
  }
}
