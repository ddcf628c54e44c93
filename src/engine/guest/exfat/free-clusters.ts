/** The free clusters of exFAT, by its allocation bitmap. */

import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { formatCount, plural } from '../../bytes/format.ts'
import { totalLength } from '../../bytes/ranges.ts'
import { type Refused, refused } from '../../bytes/refused.ts'
import { readBootSector } from '../boot-sector.ts'
import { FreeRuns } from '../free-runs.ts'
import { MustBeInUse } from '../must-be-in-use.ts'
import { scanBitmap } from '../scan-bitmap.ts'
import type { FreeSpace, OnFree } from '../volume-space.ts'
import { Head } from '../volumes/head.ts'
import { isBootRegionWhole } from './boot-checksum.ts'
import { placesOfChain } from './cluster-chain.ts'
import { type ExfatLayout, readExfatLayout } from './exfat-layout.ts'
import { type RootDirectory, readRootDirectory } from './root-directory.ts'
import { MAX_UPCASE_TABLE } from './upcase-table.ts'

/** Two bitmaps, and the table of capital letters. */
const MAX_OWN = 3

export async function readFreeClusters(
  volume: ByteSource,
  onFree: OnFree,
  run?: Run,
): Promise<FreeSpace | Refused> {
  const head = await readBootSector(volume)
  if (!(head instanceof Head)) return head
  const layout = readExfatLayout(head)
  if (!layout.ok) return layout
  const { clusters, clusterSize, dataStart, percentInUse } = layout
  const root = await readRootDirectory(volume, layout, { run })
  if (root === undefined) return refused('Its root directory cannot be read.')
  const bitmap = root.contents.find(
    ({ kind, second }) => kind === 'bitmap' && second === (layout.active === 1),
  )
  if (bitmap === undefined) return refused('Its root directory names no bitmap.')
  const inVolume = Math.min(clusters, Math.ceil((volume.size - dataStart) / clusterSize))
  const bits = Math.min(inVolume, bitmap.length * 8)
  const length = Math.ceil(bits / 8)
  const pieces = await placesOfChain(volume, layout, { ...bitmap, length }, run)
  if (pieces === undefined || totalLength(pieces) < length) {
    return refused('The chain of its bitmap breaks off, or leads out of its volume.')
  }

  const end = Math.min(dataStart + bits * clusterSize, volume.size)
  const own = new MustBeInUse([...root.places, ...(await ownPlaces(volume, layout, root, run))])
  const runs = new FreeRuns({ unitSize: clusterSize, start: dataStart, end }, own.watch(onFree))
  const onProgress = (done: number) =>
    run?.onProgress?.(Math.min(dataStart + done * clusterSize, end), end)
  await scanBitmap(volume, { pieces, bits }, runs, { ...run, onProgress })
  runs.close()

  const percent = Math.floor((100 * (bits - runs.units)) / bits)
  const isCounted = percentInUse !== undefined && bits === clusters
  return {
    ok: true,
    unitSize: clusterSize,
    size: end,
    freeBytes: runs.bytes,
    doubts: [
      ...((await isBootRegionWhole(volume, layout.sectorSize))
        ? []
        : ['The checksum of its boot region is wrong.']),
      ...(bits < inVolume
        ? [
            `Its bitmap has ${formatCount(bits)} bits for ${plural(inVolume, 'cluster')}: of the others nothing is known.`,
          ]
        : []),
      ...(pieces.length > 1 ? ['Its bitmap is in pieces, which not every driver expects.'] : []),
      ...(own.isFree ? ['Its bitmap calls space free that its own structures lie in.'] : []),
      ...(isCounted && Math.abs(percent - percentInUse) > 1
        ? [`By its bitmap ${percent}% are in use, but its boot sector says ${percentInUse}%.`]
        : []),
    ],
  }
}

/** Of its bitmaps and its table of capital letters, as far as they are in the volume. */
async function ownPlaces(
  volume: ByteSource,
  layout: ExfatLayout,
  { contents }: RootDirectory,
  run: Run | undefined,
): Promise<readonly ByteRange[]> {
  const places: ByteRange[] = []
  for (const { kind, firstCluster, length } of contents.slice(0, MAX_OWN)) {
    const most = kind === 'bitmap' ? Math.ceil(layout.clusters / 8) : MAX_UPCASE_TABLE
    const content = { firstCluster, length: Math.min(length, most) }
    places.push(...((await placesOfChain(volume, layout, content, run)) ?? []))
  }
  return places
}
