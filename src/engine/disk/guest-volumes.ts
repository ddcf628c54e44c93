/** The volumes of a disk, each with the file system that is in it: what is asked of a guest is asked of these. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { whereAbsent } from '../bytes/held.ts'
import { clipRange, overlaps } from '../bytes/ranges.ts'
import type { FileSystem } from '../guest/volumes/file-system.ts'
import type { Partition } from '../guest/volumes/partition.ts'
import { readVolumes } from '../guest/volumes/read-volumes.ts'
import { openDisk } from './disk-volumes.ts'
import type { Layers } from './map-chain.ts'

export interface GuestVolume {
  /** None of a disk that is not divided, and is one file system. */
  readonly partition: Partition | undefined
  readonly fileSystem: FileSystem | undefined
  /** On the disk, cut at its end. */
  readonly at: ByteRange
}

export interface GuestVolumes {
  /** In order of place. */
  readonly volumes: readonly GuestVolume[]
  /** What could not be had of what was looked at, in sentences. */
  readonly problems: readonly string[]
}

/**
 * `undefined` where what the disk is divided into is not in a skeleton. None where there is no disk: the first layer has
 * no block allocation table.
 */
export async function findGuestVolumes(
  layers: Layers,
  run?: Run,
): Promise<GuestVolumes | undefined> {
  const geometry = layers[0]?.bat?.geometry
  if (geometry === undefined) return { volumes: [], problems: [] }
  const { disk, problems } = openDisk(layers)
  const quiet = run && { ...run, onProgress: undefined }
  const found = await readVolumes(disk, geometry.logicalSectorSize, quiet).catch(
    whereAbsent(undefined),
  )
  if (found === undefined) return undefined
  const whole = { offset: 0, length: disk.size }
  const { volumes, fileSystem } = found
  return {
    problems: problems(),
    volumes: fileSystem
      ? [{ partition: undefined, fileSystem, at: whole }]
      : volumes
          .filter(({ partition }) => overlaps(partition.at, whole))
          .map((volume) => ({ ...volume, at: clipRange(volume.partition.at, whole) })),
  }
}
