/** Which bytes of a file an ordered list of writes covers, and which write has the last word on each. */
import { lowerBound } from './bisect.ts'
import type { ByteRange } from './byte-source.ts'
import { endOf } from './ranges.ts'

/** Bytes that one write determines. */
export interface Extent extends ByteRange {
  /** Index of that write in the list. */
  readonly writer: number
}

/** All offsets at which a write begins or ends, each once, ascending. */
function edgesOf(writes: readonly ByteRange[]): Float64Array {
  const edges = new Float64Array(writes.length * 2)
  let count = 0
  for (const write of writes) {
    edges[count++] = write.offset
    edges[count++] = endOf(write)
  }
  edges.sort()
  count = 0
  let last = -1
  for (const edge of edges) {
    if (edge !== last) edges[count++] = edge
    last = edge
  }
  return edges.subarray(0, count)
}

/**
 * Disjoint extents in order of offset, none of them empty: every byte that is written lies in
 * exactly one, and its writer is the last of the list that writes it. Neighbouring extents differ in
 * their writer. At most two for each write, in O(n log n) whatever the writes are.
 */
export function lastWriters(writes: readonly ByteRange[]): Extent[] {
  const edges = edgesOf(writes)
  const owners = new Int32Array(edges.length).fill(-1)
  // From each cell between two edges the way to the next one that has no owner yet.
  const free = new Uint32Array(edges.length).map((_, cell) => cell)
  const nextFree = (from: number): number => {
    let cell = from
    for (let next = free[cell] ?? cell; next !== cell; next = free[cell] ?? cell) {
      free[cell] = free[next] ?? next
      cell = next
    }
    return cell
  }
  for (let writer = writes.length - 1; writer >= 0; writer--) {
    const write = writes[writer]
    if (write === undefined || write.length === 0) continue
    const end = lowerBound(edges, endOf(write))
    for (let cell = nextFree(lowerBound(edges, write.offset)); cell < end; cell = nextFree(cell)) {
      owners[cell] = writer
      free[cell] = cell + 1
    }
  }
  return join(edges, owners)
}

/** Cells of the same owner that touch become one extent. */
function join(edges: Float64Array, owners: Int32Array): Extent[] {
  const extents: Extent[] = []
  let start = 0
  for (let cell = 1; cell < edges.length; cell++) {
    const writer = owners[start] ?? -1
    if (owners[cell] === writer) continue
    const offset = edges[start] ?? 0
    if (writer >= 0) extents.push({ offset, length: (edges[cell] ?? 0) - offset, writer })
    start = cell
  }
  return extents
}
