/** Options as commands declare them, and what their values are read by. */
import { type Guid, NIL_GUID, parseGuid } from '../engine/bytes/guid.ts'
import { readSize } from '../engine/bytes/parse-size.ts'
import { parseWhole } from '../engine/bytes/parse-whole.ts'
import { blockSizeProblem } from '../engine/compose/disk-problems.ts'
import type { SectorSize } from '../engine/image/metadata/disk-limits.ts'
import type { Option } from './command.ts'
import { Usage } from './failure.ts'

/** An option without a value. */
export const flag = (help: string): Option<boolean> => ({
  help,
  read: (texts) => texts.length > 0,
})

type Read<T> = (text: string, name: string) => T

/** An option with a value that the help calls `name`. */
export const value = <T>(name: string, help: string, read: Read<T>): Option<T | undefined> => ({
  help,
  value: name,
  read: ([text], option) => (text === undefined ? undefined : read(text, option)),
})

/** An option whose value is one of a few words. */
export const choice = <const T extends string>(
  choices: readonly T[],
  help: string,
): Option<T | undefined> => ({
  ...value(choices.join('|'), help, (text, name) => oneOf(choices, text, `The ${name}`)),
  choices,
})

/** `what` begins the complaint. */
export function oneOf<T extends string>(choices: readonly T[], text: string, what: string): T {
  const found = choices.find((each) => each === text)
  if (found !== undefined) return found
  const neither = choices.length > 1 ? 'neither' : 'not'
  throw new Usage(`${what} “${text}” is ${neither} ${choices.join(' nor ')}.`)
}

export const asText: Read<string> = (text) => text

export function asGuid(text: string): Guid {
  const guid = parseGuid(text)
  if (guid === undefined) throw new Usage(`“${text}” is not a GUID.`)
  return guid
}

/** Bytes. */
export function asSize(text: string, name: string): bigint {
  const size = readSize(text)
  if (size === undefined) {
    throw new Usage(`The ${name} “${text}” is no size, such as 4096 or 10GiB.`)
  }
  return size
}

/** Bytes of a payload block. */
export function asBlockSize(text: string, name: string): number {
  const size = asSize(text, name)
  const problem = blockSizeProblem(size)
  if (problem !== undefined) throw new Usage(problem)
  return Number(size)
}

/** Bytes of a logical sector. */
export function sectorSize(help: string): Option<SectorSize | undefined> {
  const option = choice(['512', '4096'], help)
  const sizes = { 512: 512, 4096: 4096 } as const
  return {
    ...option,
    read(texts, name) {
      const text = option.read(texts, name)
      return text && sizes[text]
    },
  }
}

/** Bytes of a disk: as many as a number holds. */
export function asPlace(text: string, name: string): number {
  const size = readSize(text)
  if (size === undefined || size > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new Usage(`The ${name} “${text}” is no size that a disk has, such as 4096 or 10GiB.`)
  }
  return Number(size)
}

/** Partition tables number their entries with 32 bits. */
const MAX_PARTITION = 2n ** 32n - 1n

export function asPartition(text: string): number {
  const partition = parseWhole(text) ?? 0n
  if (partition === 0n || partition > MAX_PARTITION) {
    throw new Usage(`“${text}” is not the number of a partition.`)
  }
  return Number(partition)
}

/** Which volume of the guest. */
export const VOLUME_OPTIONS = {
  partition: value(
    'N',
    'The volume in this partition, by its number; else the only one with files that can be read.',
    asPartition,
  ),
  offset: value('SIZE', 'The volume that begins there on the disk.', asPlace),
}

export const FILE_WRITE_GUID_OPTION = {
  'file-write-guid': value(
    'GUID',
    'The FileWriteGuid that the replay writes, instead of a random one: so the same bytes can be made again.',
    (text) => {
      const guid = asGuid(text)
      if (guid === NIL_GUID) throw new Usage('The FileWriteGuid must not be zero.')
      return guid
    },
  ),
}

export const JSON_OPTION = { json: flag('The answer as JSON, for programs.') }

/** Where the parents of a differencing disk are. */
export const CHAIN_OPTIONS = {
  parent: {
    help: 'A file of the chain of a differencing disk, once for each, in any order. It is read as it is after its own replay, and not changed.',
    value: 'FILE',
    isRepeatable: true,
    read: (texts: readonly string[]) => texts,
  },
  'parent-before': {
    help: 'As --parent, for a file that is to be read as it is, without its replay, though it is dirty or refused, at your own risk: all that is made so says it.',
    value: 'FILE',
    isRepeatable: true,
    read: (texts: readonly string[]) => texts,
  },
  'parent-salvaged': {
    help: 'As --parent, for a file that is refused or damaged: it is read as the ways of salvage that lead furthest would leave it, at your own risk: all that is made so says it. No file is changed.',
    value: 'FILE',
    isRepeatable: true,
    read: (texts: readonly string[]) => texts,
  },
  'accept-changed-parent': flag(
    'Read through a parent, too, that was written to after its child was made, at your own risk: all that is made so says it.',
  ),
  'find-parents': {
    help: 'Look for parents where Windows would: where the paths lead that the files name, without regard to case, and by their names beside the file that names them. With a FOLDER there, too, once for each; folders below it are not searched.',
    optionalValue: 'FOLDER',
    isRepeatable: true,
    read: (texts: readonly string[]): readonly string[] | undefined =>
      texts.length > 0 ? texts.filter((folder) => folder !== '') : undefined,
  },
} as const

export const BEFORE_OPTION = {
  before: flag(
    'The disk without the replay, else as it is after it. The disk of a refused image is read so only: what its blocks hold on disk.',
  ),
}
