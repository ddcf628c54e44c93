/** The files of a volume of a disk, in any state of it: through the table of blocks, the parents, a replay, a salvage. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { cached } from '../bytes/cached-source.ts'
import { AbsentBytes } from '../bytes/held.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import { replaced, sliceSource } from '../bytes/slice-source.ts'
import { openDisk } from '../disk/disk-volumes.ts'
import type { GuestVolume } from '../disk/guest-volumes.ts'
import type { Layers } from '../disk/map-chain.ts'
import { KIB } from '../format/layout.ts'
import { BOOT_SECTOR } from '../guest/boot-sector.ts'
import type { GuestFiles } from '../guest/guest-files.ts'
import { openFiles } from '../guest/open-files.ts'

/** Of one volume: tables and directories are read again and again, contents past it. */
const CACHE = { blockSize: 16 * KIB, capacity: 1024, longest: 8 }

export interface VolumeFiles {
  readonly volume: GuestVolume
  readonly files: GuestFiles
  /** The bytes of the volume. */
  readonly source: ByteSource
  /** What could not be had of all that was read so far, and was taken for zeros: sentences. */
  problems(): readonly string[]
}

export const NOT_IN_SKELETON = 'The files of the guest are not in this skeleton.'

/** Refused where no reader knows what is in the volume, or a skeleton does not have it. Never throws on content. */
export async function openVolumeFiles(
  layers: Layers,
  volume: GuestVolume,
): Promise<({ readonly ok: true } & VolumeFiles) | Refused> {
  if (volume.fileSystem === undefined) return refused('No file system that is known is in it.')
  const { disk, problems } = openDisk(layers)
  const source = cached(sliceSource(withSpare(disk, volume), volume.at), CACHE)
  try {
    const files = await openFiles(source, volume.fileSystem)
    return files.ok ? { ok: true, volume, files, source, problems } : files
  } catch (error) {
    if (error instanceof AbsentBytes) return refused(NOT_IN_SKELETON)
    throw error
  }
}

/**
 * Where the boot sector of a volume is written over, its copy in its place, which may lie behind the volume. The reader of ext finds its own copies.
 */
function withSpare(disk: ByteSource, { lost, at }: GuestVolume): ByteSource {
  const [copy] = lost?.spare ?? []
  return copy === undefined || lost?.blocks
    ? disk
    : replaced(disk, { offset: at.offset, length: BOOT_SECTOR }, copy)
}
