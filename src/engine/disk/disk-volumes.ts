/** The partitions of a virtual disk, with what keeps them from being seen. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { AbsentBytes, whereAbsent } from '../bytes/held.ts'
import { readVolumes, type Volumes } from '../guest/volumes/read-volumes.ts'
import { diskSource } from './disk-source.ts'
import type { ChainExtent, Layers } from './map-chain.ts'

/**
 * `undefined` where there is no disk, since the first layer has no block allocation table, or where what was
 * looked at is not in a skeleton.
 */
export async function readDiskVolumes(layers: Layers): Promise<Volumes | undefined> {
  const geometry = layers[0]?.bat?.geometry
  if (geometry === undefined) return undefined
  const { disk, problems } = openDisk(layers)
  const found = await readVolumes(disk, geometry.logicalSectorSize).catch(whereAbsent(undefined))
  return found && { ...found, problems: [...problems(), ...found.problems] }
}

/**
 * A disk to look at, and what of it could not be had so far. Its reads throw an `AbsentBytes` where a skeleton
 * does not have them: of that no word may be said, not even that there is nothing.
 */
export function openDisk(layers: Layers): {
  readonly disk: ByteSource
  problems(): readonly string[]
} {
  const gaps = new Set<ChainExtent['from']>()
  const disk = diskSource(layers, (extents) => {
    for (const extent of extents) {
      if (extent.from === 'absent') throw new AbsentBytes(extent)
      gaps.add(extent.from)
    }
  })
  return { disk, problems: () => gapProblems(gaps) }
}

/** What was looked at, but could not be had. */
export const gapProblems = (gaps: ReadonlySet<ChainExtent['from']>): readonly string[] => [
  ...(gaps.has('missing')
    ? ['Some of what was looked at is in the parent, which is not open: it was taken for zeros.']
    : []),
  ...(gaps.has('unreadable')
    ? ['Some of what was looked at lies in blocks that cannot be read: it was taken for zeros.']
    : []),
]
