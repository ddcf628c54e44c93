/** The volumes of a disk, each with the file system that is in it: what is asked of a guest is asked of these. */
import { type ByteRange, position, type Run } from '../bytes/byte-source.ts'
import { whereAbsent } from '../bytes/held.ts'
import { clipRange, overlaps } from '../bytes/ranges.ts'
import type { FileSystem } from '../guest/volumes/file-system.ts'
import type { Partition } from '../guest/volumes/partition.ts'
import { readVolumes } from '../guest/volumes/read-volumes.ts'
import type { LostFileSystem } from '../guest/volumes/spare-copies.ts'
import { openDisk } from './disk-volumes.ts'
import { lookAtGuest } from './guest-look.ts'
import { diskSize } from './layers.ts'
import type { Layers } from './map-chain.ts'

export interface GuestVolume {
  /** None of a disk that is not divided, and is one file system. */
  readonly partition: Partition | undefined
  readonly fileSystem: FileSystem | undefined
  /** On the disk, cut at its end. */
  readonly at: ByteRange
  /** Of a file system that no table names any more: how it was found. */
  readonly lost?: LostFileSystem
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

/**
 * File systems that an emptied disk had before, as volumes from where they begin: to their end as they say it, or to
 * that of the disk. None where the disk holds a file system that a table names, or not all that was looked at could be had.
 */
export async function findLostVolumes(layers: Layers, run?: Run): Promise<readonly GuestVolume[]> {
  const look = await lookAtGuest(layers, run).catch(whereAbsent(undefined))
  const size = diskSize(layers)
  return (look?.lost ?? []).map((lost) => {
    const room = size - lost.start
    const said = position(lost.fileSystem.size ?? BigInt(room)) ?? room
    const at = { offset: lost.start, length: Math.min(said, room) }
    return { partition: undefined, fileSystem: lost.fileSystem, at, lost }
  })
}
