/** What a disk is divided into, and what each part holds. */
import type { ByteSource, Run } from '../../bytes/byte-source.ts'
import { takeTurn } from '../../bytes/pace.ts'
import type { FileSystem } from './file-system.ts'
import { findFileSystem } from './find-file-system.ts'
import type { GptMisfit } from './gpt-words.ts'
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
  /** Of a GPT, where it does not fit its disk; its problems say that, too. */
  readonly misfits?: readonly GptMisfit[]
}

/** More partitions than these are listed, but not looked into. */
const MAX_LOOKED_INTO = 256

const OMITTED = `Only the first ${MAX_LOOKED_INTO} partitions are looked into.`

/** Whether a problem is what was not looked at, and so nothing that is wrong with the disk. */
export const isOmission = (problem: TableProblem): boolean => problem === OMITTED

/** Never throws on content; passes on the source's errors, and the reason of an abort. */
export async function readVolumes(
  disk: ByteSource,
  sectorSize: number,
  run?: Run,
): Promise<Volumes> {
  await takeTurn(run)
  const { kind, partitions, problems, misfits } = await readPartitionTable(disk, sectorSize)
  const volumes: Volume[] = []
  for (const [index, partition] of partitions.entries()) {
    const isLookedInto = index < MAX_LOOKED_INTO
    await takeTurn(run)
    const fileSystem = isLookedInto ? await findFileSystem(disk, partition.at) : undefined
    volumes.push({ partition, fileSystem })
  }
  const whole = { offset: 0, length: disk.size }
  return {
    table: kind,
    volumes,
    fileSystem: kind === 'none' ? await findFileSystem(disk, whole) : undefined,
    problems: partitions.length > MAX_LOOKED_INTO ? [...problems, OMITTED] : problems,
    ...(misfits.length > 0 && { misfits }),
  }
}
