/** What a disk is divided into, and what each part holds. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { type FileSystem, findFileSystem } from './file-system.ts'
import type { Partition, TableProblem } from './partition.ts'
import { readPartitionTable, type TableKind } from './partition-table.ts'

export interface Volume {
  readonly partition: Partition
  readonly fileSystem: FileSystem | undefined
}

export interface Volumes {
  readonly table: TableKind
  /** In order of place. */
  readonly volumes: readonly Volume[]
  /** Of a disk that is not divided. */
  readonly fileSystem: FileSystem | undefined
  readonly problems: readonly TableProblem[]
}

/** More partitions than these are listed, but not looked into. */
const MAX_LOOKED_INTO = 256

/** Never throws on content; passes on the source's errors. */
export async function readVolumes(disk: ByteSource, sectorSize: number): Promise<Volumes> {
  const { kind, partitions, problems } = await readPartitionTable(disk, sectorSize)
  const volumes: Volume[] = []
  for (const [index, partition] of partitions.entries()) {
    const isLookedInto = index < MAX_LOOKED_INTO
    const fileSystem = isLookedInto ? await findFileSystem(disk, partition.at) : undefined
    volumes.push({ partition, fileSystem })
  }
  const whole = { offset: 0, length: disk.size }
  return {
    table: kind,
    volumes,
    fileSystem: kind === 'none' ? await findFileSystem(disk, whole) : undefined,
    problems:
      partitions.length > MAX_LOOKED_INTO
        ? [...problems, `Only the first ${MAX_LOOKED_INTO} partitions are looked into.`]
        : problems,
  }
}
