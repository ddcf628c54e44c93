/** What of the guest's disk says by itself where it belongs: tables and file systems at their places. */
import type { GuestLook } from '../disk/guest-look.ts'
import type { FileSystem } from '../guest/volumes/file-system.ts'
import { systemWords } from '../guest/volumes/volume-words.ts'

/** Bytes of the virtual disk that were read there, and recognised. */
export interface Anchor {
  readonly offset: number
  readonly length: number
  /** "the NTFS of partition 1". */
  readonly name: string
}

/** As far in a file system as the structure by which it is known, where that is not its beginning. */
const BEHIND: readonly (readonly [kind: RegExp, offset: number])[] = [
  [/^ext/, 1024],
  [/^Btrfs/i, 65536],
]
/** Of that structure: the least sector. */
const LENGTH = 512

export function anchorsOf(guest: GuestLook | undefined): readonly Anchor[] {
  if (!guest?.isWhole) return []
  const { volumes: disk } = guest
  const { table, volumes, fileSystem, problems } = disk
  // A table with a problem may have been read from its other copy.
  const hasTable = table !== 'none' && problems.length === 0
  return [
    ...(hasTable ? [{ offset: 0, length: LENGTH, name: 'the partition table' }] : []),
    ...(fileSystem ? [anchorOf(fileSystem, 0, systemWords({ kind: fileSystem.kind }))] : []),
    ...volumes.flatMap(({ partition, fileSystem: found }) =>
      found
        ? [anchorOf(found, partition.at.offset, `${found.kind} of partition ${partition.number}`)]
        : [],
    ),
  ]
}

const anchorOf = ({ kind }: FileSystem, start: number, name: string): Anchor => ({
  offset: start + (BEHIND.find(([known]) => known.test(kind))?.[1] ?? 0),
  length: LENGTH,
  name: `the ${name}`,
})
