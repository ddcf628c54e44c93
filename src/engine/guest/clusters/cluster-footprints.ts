/** What each file of a FAT or an exFAT has of its volume. They have no table of files: their directories are walked. */
import type { ByteRange, Run } from '../../bytes/byte-source.ts'
import { clipRange, endOf } from '../../bytes/ranges.ts'
import type { Footprint } from '../guest-files.ts'
import type { Allocation } from './allocation.ts'
import { type ClusterFormat, type FoundEntry, ROOT } from './cluster-format.ts'
import { ClusterSet } from './cluster-set.ts'
import { type ClusterSpace, FIRST_CLUSTER, placeOfCluster } from './cluster-space.ts'
import { allocationOf, type ContentPlace, sizeOf } from './content-place.ts'
import { directoryParts } from './directory-parts.ts'
import { clustersAtHand } from './short-content.ts'

/** Nodes and places of a batch. */
const BATCH = 16_384
/** So many times its clusters are followed at the most: a volume that is in order has each of them in one file. */
const SHARES = 4

/** A directory of which another one has a part already is read as far as that. */
export async function* clusterFootprints(
  format: ClusterFormat,
  run?: Run,
): AsyncGenerator<readonly Footprint[]> {
  const { space, root, longestDirectory } = format
  const { volume, clusterSize } = space
  const all = { offset: 0, length: volume.size }
  const seen = new ClusterSet()
  const budget = { left: SHARES * space.clusters }
  /** Directories that are still to be read; `undefined` is the root. */
  const waiting: (ContentPlace | undefined)[] = [undefined]

  /** Without a promise for each of a million small files. */
  function atOnce({ entry, content }: FoundEntry): Footprint | undefined {
    const clusters = clustersAtHand(space, content)
    if (clusters === undefined || budget.left < clusters.length) return undefined
    budget.left -= clusters.length
    const size = content.size ?? 0n
    const places: ByteRange[] = []
    const structure: ByteRange[] = []
    let left = Number(size)
    for (const cluster of clusters) {
      const offset = placeOfCluster(space, cluster)
      addPlace(places, clipRange({ offset, length: Math.min(left, clusterSize) }, all))
      if (!content.isContiguous) addPlace(structure, space.table.placeOf(cluster, 1))
      left -= clusterSize
    }
    const { node, at: record, kind = 'file' } = entry
    return { node, kind, size, record, content: places, structure }
  }

  async function* partsOf({ entry, content }: FoundEntry): AsyncGenerator<Footprint> {
    const allocation = allocationOf(space, content)
    const { node, at: record, kind = 'file' } = entry
    const size = content.size ?? BigInt(await allocation.length(longestDirectory))
    yield* withPlaces(space, allocation, { node, kind, size, record }, budget)
  }

  const ofRoot = root.allocation()
  const size = BigInt(await ofRoot.length(longestDirectory))
  const facts = { node: ROOT, kind: 'directory', size, record: root.namedAt } as const
  for await (const part of withPlaces(space, ofRoot, facts, budget)) yield [part]
  while (waiting.length > 0) {
    const directory = waiting.pop()
    const parts = directoryParts(
      {
        volume,
        allocation: directory ? allocationOf(space, directory) : root.allocation(),
        size: directory?.size === undefined ? undefined : sizeOf(directory.size),
        longest: longestDirectory,
        reader: format.entriesOf(directory ? 'other' : 'root'),
        mayRead: newClusters(space, seen),
      },
      run,
    )
    for await (const { found } of parts) {
      let batch: Footprint[] = []
      let weight = 0
      for (const each of found) {
        if (each.entry.kind === 'directory') waiting.push(each.content)
        const whole = atOnce(each)
        if (whole) {
          batch.push(whole)
          weight += 1 + whole.content.length
        } else {
          for await (const part of partsOf(each)) {
            batch.push(part)
            weight += 1 + part.content.length
            if (weight < BATCH) continue
            yield batch
            batch = []
            weight = 0
          }
        }
      }
      if (batch.length > 0) yield batch
    }
  }
}

/** Asked for the places of one directory, in order: whether a place is in a cluster that no directory before it has. */
function newClusters(
  { dataStart, clusterSize }: ClusterSpace,
  seen: ClusterSet,
): (place: ByteRange) => boolean {
  let last = 0
  return ({ offset }) => {
    const cluster = Math.floor((offset - dataStart) / clusterSize) + FIRST_CLUSTER
    // That of a FAT12 or FAT16 lies before all clusters.
    if (cluster < FIRST_CLUSTER || cluster === last) return true
    last = cluster
    return seen.add(cluster)
  }
}

type Facts = Omit<Footprint, 'content' | 'structure'>

/** Once with the first places, which may be none, and again with further ones. */
async function* withPlaces(
  { volume, table, dataStart, clusterSize }: ClusterSpace,
  allocation: Allocation,
  facts: Facts,
  budget: { left: number },
): AsyncGenerator<Footprint> {
  let content: ByteRange[] = []
  let structure: ByteRange[] = []
  const end = Math.min(sizeOf(facts.size), budget.left * clusterSize)
  for await (const places of allocation.places(0, end)) {
    if (content.length >= BATCH) {
      yield { ...facts, content, structure }
      content = []
      structure = []
    }
    for (const place of places) {
      const clusters = Math.ceil(place.length / clusterSize)
      budget.left -= clusters
      const inside = clipRange(place, { offset: 0, length: volume.size })
      if (inside.length > 0) content.push(inside)
      if (!allocation.isChain) continue
      const first = Math.floor((place.offset - dataStart) / clusterSize) + FIRST_CLUSTER
      addPlace(structure, table.placeOf(first, clusters))
    }
  }
  yield { ...facts, content, structure }
}

/** Joins them with the last ones where they go on there. */
function addPlace(places: ByteRange[], place: ByteRange): void {
  if (place.length === 0) return
  const last = places.at(-1)
  if (last && endOf(last) === place.offset) {
    places[places.length - 1] = { offset: last.offset, length: last.length + place.length }
  } else places.push(place)
}
