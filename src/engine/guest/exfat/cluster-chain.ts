/** Where the content that begins with a cluster of an exFAT goes on, by its table. */
import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { cached } from '../../bytes/cached-source.ts'
import { Pace } from '../../bytes/pace.ts'
import { Head } from '../volumes/head.ts'
import { type ExfatLayout, FIRST_CLUSTER } from './exfat-layout.ts'

const ENTRY_SIZE = 4
/** Of the table, in bytes: chains mostly go on beside where they are. */
const CACHE = { blockSize: 4096, capacity: 16 }
/** A content that is read whole has no more. */
const MAX_PIECES = 4096

/** The clusters of a chain, as far as it leads to some that there are: it may have no end. */
async function* followChain(
  volume: ByteSource,
  { tableStart, tableSize, clusters }: ExfatLayout,
  first: number,
): AsyncGenerator<number> {
  const table = cached(volume, CACHE)
  const end = Math.min(tableStart + tableSize, volume.size)
  for (let cluster = first; cluster >= FIRST_CLUSTER && cluster < FIRST_CLUSTER + clusters; ) {
    yield cluster
    const at = tableStart + cluster * ENTRY_SIZE
    if (at + ENTRY_SIZE > end) return
    cluster = new Head(await table.read(at, ENTRY_SIZE)).u32(0)
  }
}

/**
 * Where the first `length` bytes lie, in order and joined: fewer where the chain ends before. `undefined` where some lie
 * outside of the volume, or in very many pieces.
 */
export async function placesOfChain(
  volume: ByteSource,
  layout: ExfatLayout,
  { firstCluster, length }: { readonly firstCluster: number; readonly length: number },
  run?: Run,
): Promise<readonly ByteRange[] | undefined> {
  const { clusterSize, dataStart } = layout
  const pieces: { offset: number; length: number }[] = []
  const pace = new Pace(run)
  let left = length
  for await (const cluster of followChain(volume, layout, firstCluster)) {
    if (pace.isDue()) await pace.rest()
    const offset = dataStart + (cluster - FIRST_CLUSTER) * clusterSize
    const part = Math.min(clusterSize, left)
    if (offset + part > volume.size) return undefined
    const last = pieces.at(-1)
    if (last && last.offset + last.length === offset) last.length += part
    else pieces.push({ offset, length: part })
    left -= part
    if (left <= 0) break
    if (pieces.length > MAX_PIECES) return undefined
  }
  return pieces
}
