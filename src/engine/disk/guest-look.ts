/** What is looked at of the guest's disk after the first answer: its volumes, and what an emptied disk had before. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { AbsentBytes } from '../bytes/held.ts'
import { clipRange } from '../bytes/ranges.ts'
import type { Finding } from '../findings/finding.ts'
import { findLostFileSystems, isEmptied } from '../guest/volumes/lost-file-systems.ts'
import { readVolumes, type Volumes } from '../guest/volumes/read-volumes.ts'
import type { LostFileSystem } from '../guest/volumes/spare-copies.ts'
import { diskSource } from './disk-source.ts'
import { gapProblems } from './disk-volumes.ts'
import { diskSize } from './layers.ts'
import { type ChainExtent, type Layers, mapChain } from './map-chain.ts'
import { volumeFindings } from './volume-findings.ts'

export interface GuestLook {
  /** With what keeps them from being seen among their problems. */
  readonly volumes: Volumes
  /** Whether all that was looked at could be had. If not, it was taken for zeros, and nothing follows from it. */
  readonly isWhole: boolean
  /** Only of a disk with no file system that is known. */
  readonly lost: readonly LostFileSystem[]
  /** Their places are in the file of the first layer; none where their bytes are not in it. */
  readonly findings: readonly Finding[]
}

/**
 * `undefined` where there is no disk: the first layer has no block allocation table. Reads the head of each volume,
 * and of a disk without any some MiB more. Throws an `AbsentBytes` where a skeleton does not have what has to be read.
 */
export async function lookAtGuest(layers: Layers, run?: Run): Promise<GuestLook | undefined> {
  const geometry = layers[0]?.bat?.geometry
  if (geometry === undefined) return undefined
  const gaps = new Set<ChainExtent['from']>()
  const disk = diskSource(layers, (extents) => {
    for (const extent of extents) {
      if (extent.from === 'absent') throw new AbsentBytes(extent)
      gaps.add(extent.from)
    }
  })
  const found = await readVolumes(disk, geometry.logicalSectorSize, run)
  const volumes = { ...found, problems: [...gapProblems(gaps), ...found.problems] }
  const mayHaveBeen = gaps.size === 0 && isEmptied(found)
  const lost = mayHaveBeen ? await findLostFileSystems(disk, found, run) : []
  if (gaps.size > 0) return { volumes, isWhole: false, lost: [], findings: [] }
  const locate = (range: ByteRange) => placeInFile(layers, range)
  const findings = await volumeFindings({ ...geometry, volumes: found, lost, locate })
  return { volumes, isWhole: true, lost, findings }
}

/** The first of these bytes of the disk that lie in the file of the first layer; of length 0 where none do. */
async function placeInFile(layers: Layers, range: ByteRange): Promise<ByteRange> {
  // A copy in the last sector of a disk is shorter than the structure may be.
  const { offset, length } = clipRange(range, { offset: 0, length: diskSize(layers) })
  const extents = await mapChain(layers, offset, length)
  const own = extents.find((extent) => extent.from === 'file' && extent.layer === 0)
  return own?.from === 'file'
    ? { offset: own.fileOffset, length: own.length }
    : { offset: 0, length: 0 }
}
