/** What a disk is divided into, in words: for screen, command line and report. Text of the disk stands as it is. */
import { formatBytes, formatHex } from '../../bytes/format.ts'
import type { FileSystem, StateSign } from './file-system.ts'
import type { TableKind } from './partition-table.ts'
import type { Volume } from './read-volumes.ts'

const TABLES: Readonly<Record<Exclude<TableKind, 'none'>, string>> = {
  gpt: 'a GUID partition table (GPT)',
  mbr: 'a master boot record (MBR)',
  hybrid: 'a GPT and a master boot record that names partitions of its own (hybrid)',
}

type Named = Pick<FileSystem, 'kind' | 'label'>

export const systemWords = ({ kind, label }: Named): string =>
  label === undefined ? kind : `${kind} “${label}”`

/** Behind "The disk has". */
export function tableWords(
  volumes: { readonly table: TableKind; readonly fileSystem: Named | undefined } | undefined,
): string {
  if (volumes === undefined) return 'nothing that can be read'
  if (volumes.table !== 'none') return TABLES[volumes.table]
  return volumes.fileSystem === undefined
    ? 'no partition table, and no file system that is known'
    : `no partition table: the whole disk is ${systemWords(volumes.fileSystem)}`
}

const SIGN_WORDS: Readonly<Record<StateSign, string>> = {
  journal: 'changes wait in its journal',
  'in-use': 'it is marked as in use',
  errors: 'errors are recorded in it',
  unfinished: 'it was not made to its end',
}

export const signWords = (signs: readonly StateSign[]): string =>
  signs.map((sign) => SIGN_WORDS[sign]).join(', ')

/** What holds a file system; without a number the disk itself. */
export const volumeName = (number: number | undefined): string =>
  number === undefined ? 'The whole disk' : `Partition ${number}`

/** How it was left: "closed", or why not; nothing where it does not say it. */
export const stateWords = ({
  state,
  signs = [],
}: Pick<FileSystem, 'state' | 'signs'>): string | undefined =>
  state === 'clean' ? 'closed' : state && signWords(signs)

/** "ext4 “root”, 31.9 GiB, 01234567-89ab-cdef-0123-456789abcdef, closed" */
export const fileSystemWords = (fileSystem: FileSystem): string =>
  [
    systemWords(fileSystem),
    fileSystem.size !== undefined && formatBytes(fileSystem.size),
    fileSystem.id,
    stateWords(fileSystem),
  ]
    .filter(Boolean)
    .join(', ')

/** "Partition 1: 32 GiB at 0x100000, Linux, ext4 “root”, 31.9 GiB, closed" */
export function volumeWords({ partition, fileSystem }: Volume): string {
  const { number, at, type, typeName, name } = partition
  const holds = fileSystem ? fileSystemWords(fileSystem) : 'no file system that is known'
  const called = name ? ` “${name}”` : ''
  return `${volumeName(number)}${called}: ${formatBytes(at.length)} at ${formatHex(at.offset)}, ${typeName ?? type}, ${holds}`
}
