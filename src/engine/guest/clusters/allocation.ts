/** What a file or a directory has of its volume: bytes in places, one behind the other. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import { type ClusterSpace, FIRST_CLUSTER, placeOfCluster } from './cluster-space.ts'

export interface Allocation {
  /**
   * Where its bytes [from, to) lie, as far as it goes: in order, joined, many at a time. All of them are in clusters
   * that there are by the boot sector, but the volume may end before.
   */
  places(from: number, to: number): AsyncIterable<readonly ByteRange[]>
  /** Its bytes; of one that has more than `most`, more than these. */
  length(most: number): Promise<number>
  /** As far as it was followed: why it ends where nothing says that it is to end. A sentence. */
  readonly fault: string | undefined
  /** Whether the table says where it goes on. */
  readonly isChain: boolean
}

/** One place, whatever the table says. */
export const inOnePlace = (place: ByteRange, fault?: string): Allocation => ({
  async *places(from, to) {
    const end = Math.min(to, place.length)
    if (end > from) yield [{ offset: place.offset + from, length: end - from }]
  },
  length: async () => place.length,
  fault,
  isChain: false,
})

/** `size` bytes in clusters side by side, as far as there are clusters. */
export function sideBySide(space: ClusterSpace, first: number, size: number): Allocation {
  const { clusterSize, clusters } = space
  const room = first < FIRST_CLUSTER ? 0 : Math.max(0, FIRST_CLUSTER + clusters - first)
  const needed = Math.ceil(size / clusterSize)
  const length = Math.min(needed, room) * clusterSize
  return inOnePlace(
    { offset: length > 0 ? placeOfCluster(space, first) : 0, length },
    needed > room ? 'Its clusters lead out of the volume.' : undefined,
  )
}

export const nowhere = (fault?: string): Allocation => inOnePlace({ offset: 0, length: 0 }, fault)
