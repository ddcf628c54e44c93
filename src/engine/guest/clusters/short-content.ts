/** Clusters of a small file, found without a wait where what the table says of them was read before: most files are small. */
import { type ClusterSpace, isCluster } from './cluster-space.ts'
import type { ContentPlace } from './content-place.ts'

/** More clusters are followed by a `Chain`, which lets others have their turn. */
const MOST = 64

/**
 * All clusters that the content takes, in order; `undefined` where it has more, the table is not at hand, or the chain is
 * not as it should be as far as that.
 */
export function clustersAtHand(
  space: ClusterSpace,
  { firstCluster, size, isContiguous }: ContentPlace,
): readonly number[] | undefined {
  const needed = Math.ceil(Number(size ?? Number.NaN) / space.clusterSize)
  if (needed === 0) return []
  if (!(needed <= MOST)) return undefined
  const clusters: number[] = []
  let cluster = firstCluster
  while (isCluster(space, cluster) && !clusters.includes(cluster)) {
    clusters.push(cluster)
    if (clusters.length === needed) return clusters
    if (isContiguous) cluster++
    else {
      const window = space.table.window(cluster)
      if (window === undefined || window instanceof Promise) return undefined
      cluster = window.next(cluster)
    }
  }
  return undefined
}
