/** What each file of a FAT or an exFAT has of its volume. They have no table of files: their directories are walked. */
import type { ByteRange, Run } from '../../bytes/byte-source.ts'
import { endOf } from '../../bytes/ranges.ts'
import type { Footprint, NodeId } from '../guest-files.ts'
import type { Allocation } from './allocation.ts'
import { type ClusterFormat, type FoundEntry, ROOT } from './cluster-format.ts'
import { ClusterSet } from './cluster-set.ts'
import { FIRST_CLUSTER } from './cluster-space.ts'
import { allocationOf, type ContentPlace, sizeOf } from './content-place.ts'
import { directoryParts } from './directory-parts.ts'

/** Places of one file: of one in more pieces the last place reaches around all others. */
const MOST_PLACES = 1 << 20
/** Places of all files of a batch. */
const BATCH = 16_384
/** So many times its clusters a volume that is in order cannot have in files; followed at the most. */
const SHARES = 4

interface Waiting {
  readonly node: NodeId
  readonly content: ContentPlace | undefined
}

/** A directory of which another one has a part already is read as far as that. */
export async function* clusterFootprints(
  format: ClusterFormat,
  run?: Run,
): AsyncGenerator<readonly Footprint[]> {
  const { space, root, longestDirectory } = format
  const { volume, clusterSize, clusters, dataStart } = space
  const listed = new ClusterSet()
  const waiting: Waiting[] = [{ node: ROOT, content: undefined }]
  let left = SHARES * clusters

  async function placesOf(allocation: Allocation, size: number) {
    const content: ByteRange[] = []
    const structure: ByteRange[] = []
    const end = Math.min(size, left * clusterSize)
    for await (const places of allocation.places(0, end)) {
      for (const place of places) {
        left -= Math.ceil(place.length / clusterSize)
        addPlace(content, place)
        if (!allocation.isChain) continue
        const first = Math.floor((place.offset - dataStart) / clusterSize) + FIRST_CLUSTER
        addPlace(structure, space.table.placeOf(first, Math.ceil(place.length / clusterSize)))
      }
    }
    return { content, structure }
  }

  async function footprintOf({ entry, content }: FoundEntry): Promise<Footprint> {
    const isDirectory = entry.kind === 'directory'
    const allocation = allocationOf(space, content)
    const size =
      content.size === undefined ? await allocation.length(longestDirectory) : sizeOf(content.size)
    return {
      node: entry.node,
      kind: isDirectory ? 'directory' : 'file',
      size: content.size ?? BigInt(size),
      record: entry.at,
      ...(await placesOf(allocation, size)),
    }
  }

  const ofRoot = root.allocation()
  const size = await ofRoot.length(longestDirectory)
  yield [
    {
      node: ROOT,
      kind: 'directory',
      size: BigInt(size),
      record: root.namedAt,
      ...(await placesOf(ofRoot, size)),
    },
  ]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, content } = next
    let cluster = 0
    const parts = directoryParts(
      {
        volume,
        allocation: content ? allocationOf(space, content) : root.allocation(),
        size: content?.size === undefined ? undefined : sizeOf(content.size),
        longest: longestDirectory,
        reader: format.entriesOf(node === ROOT ? 'root' : 'other'),
        mayRead: ({ offset }) => {
          const now = Math.floor((offset - dataStart) / clusterSize) + FIRST_CLUSTER
          if (now < FIRST_CLUSTER || now === cluster) return true
          cluster = now
          return listed.add(now)
        },
      },
      run,
    )
    for await (const { found } of parts) {
      let batch: Footprint[] = []
      let places = 0
      for (const each of found) {
        const footprint = await footprintOf(each)
        batch.push(footprint)
        places += footprint.content.length + 1
        if (footprint.kind === 'directory') {
          waiting.push({ node: footprint.node, content: each.content })
        }
        if (places < BATCH) continue
        yield batch
        batch = []
        places = 0
      }
      if (batch.length > 0) yield batch
    }
  }
}

/** Joins it with the last place where it goes on there, or where there are very many. */
function addPlace(places: ByteRange[], place: ByteRange): void {
  const last = places.at(-1)
  const isMany = places.length >= MOST_PLACES
  if (last && (isMany || endOf(last) === place.offset)) {
    const offset = Math.min(last.offset, place.offset)
    const length = Math.max(endOf(last), endOf(place)) - offset
    places[places.length - 1] = { offset, length }
  } else places.push({ offset: place.offset, length: place.length })
}
