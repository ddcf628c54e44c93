/** Where the content of a file or directory is, as its entry has it. */
import { type Allocation, nowhere, sideBySide } from './allocation.ts'
import { Chain } from './chain.ts'
import type { ClusterSpace } from './cluster-space.ts'

/** Where the content of a file or directory begins, and how much it is. */
export interface ContentPlace {
  /** 0 where it has none. */
  readonly firstCluster: number
  /** Bytes; `undefined` of directories of a FAT, which are as long as their chain. */
  readonly size: bigint | undefined
  /** So many bytes were written; behind them are zeros. Default: all. */
  readonly written?: bigint
  /** Its clusters lie side by side, and the table has nothing to say of them. */
  readonly isContiguous?: boolean
}

const isNear = (size: bigint): boolean => size <= BigInt(Number.MAX_SAFE_INTEGER)

/** As a number; what no volume can have is as much as a number says exactly. */
export const sizeOf = (size: bigint): number =>
  isNear(size) ? Number(size) : Number.MAX_SAFE_INTEGER

/** What the content of an entry has of its volume. */
export function allocationOf(
  space: ClusterSpace,
  { firstCluster, size, isContiguous }: ContentPlace,
): Allocation {
  if (firstCluster === 0) return nowhere(size === 0n ? undefined : 'It has no cluster.')
  if (isContiguous) return sideBySide(space, firstCluster, sizeOf(size ?? 0n))
  return new Chain(space, firstCluster)
}
