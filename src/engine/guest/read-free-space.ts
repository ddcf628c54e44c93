/** The free space of a volume, by the bitmap or the table of the file system that is in it. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import { readFreeClusters as readExfatClusters } from './exfat/free-clusters.ts'
import { readFreeBlocks } from './ext/free-blocks.ts'
import { readFreeClusters as readFatClusters } from './fat/free-clusters.ts'
import { readFreeClusters as readNtfsClusters } from './ntfs/free-clusters.ts'
import { stateDoubts } from './state-doubts.ts'
import type { FreeSpace, FreeSpaceReader, OnFree } from './volume-space.ts'
import type { FileSystem } from './volumes/file-system.ts'

/** By the kind of the file system, as `findFileSystem` calls it. */
const READERS: ReadonlyMap<string, FreeSpaceReader> = new Map([
  ['ext2', readFreeBlocks],
  ['ext3', readFreeBlocks],
  ['ext4', readFreeBlocks],
  ['NTFS', readNtfsClusters],
  ['FAT12', readFatClusters],
  ['FAT16', readFatClusters],
  ['FAT32', readFatClusters],
  ['exFAT', readExfatClusters],
])

/**
 * What `fileSystem`, which was found in `volume`, says of its space. `onFree` may have been told runs also where the
 * answer is then refused. Progress in bytes of the volume. Never throws on content.
 */
export async function readFreeSpace(
  volume: ByteSource,
  fileSystem: FileSystem,
  onFree: OnFree,
  run?: Run,
): Promise<FreeSpace | Refused> {
  const read = READERS.get(fileSystem.kind)
  if (read === undefined) return refused(`Which space ${fileSystem.kind} has free is not read.`)
  const space = await read(volume, onFree, run)
  if (!space.ok) return space
  return { ...space, doubts: [...stateDoubts(fileSystem, volume.size), ...space.doubts] }
}
