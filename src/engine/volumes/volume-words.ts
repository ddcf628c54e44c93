/** What a disk is divided into, in words: for screen, command line and report. Text of the disk stands as it is. */
import { formatBytes, formatHex } from '../bytes/format.ts'
import type { FileSystem } from './file-system.ts'
import type { TableKind } from './partition-table.ts'
import type { Volume, Volumes } from './read-volumes.ts'

const TABLES: Readonly<Record<Exclude<TableKind, 'none'>, string>> = {
  gpt: 'a GUID partition table (GPT)',
  mbr: 'a master boot record (MBR)',
  hybrid: 'a GPT and a master boot record that names partitions of its own (hybrid)',
}

const systemWords = ({ kind, label }: FileSystem): string =>
  label === undefined ? kind : `${kind} “${label}”`

/** Behind "The disk has". */
export function tableWords(volumes: Pick<Volumes, 'table' | 'fileSystem'> | undefined): string {
  if (volumes === undefined) return 'nothing that can be read'
  if (volumes.table !== 'none') return TABLES[volumes.table]
  return volumes.fileSystem === undefined
    ? 'no partition table, and no file system that is known'
    : `no partition table: the whole disk is ${systemWords(volumes.fileSystem)}`
}

/** "Partition 1: 32 GiB at 0x100000, Linux file system, ext4 “root”". */
export function volumeWords({ partition, fileSystem }: Volume): string {
  const { number, at, type, typeName } = partition
  const holds = fileSystem ? systemWords(fileSystem) : 'no file system that is known'
  return `Partition ${number}: ${formatBytes(at.length)} at ${formatHex(at.offset)}, ${typeName ?? type}, ${holds}`
}
