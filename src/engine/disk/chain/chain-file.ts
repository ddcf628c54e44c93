/** A file that takes part in a chain of differencing disks, §2.4. */

import { type Guid, parseGuid } from '../../bytes/guid.ts'
import type { Headers } from '../../image/headers/headers.ts'
import type { Image } from '../../image/image.ts'
import { PATH_KEYS, type ParentLocatorPair } from '../../image/metadata/read-parent-locator.ts'
import { readPath } from '../../image/metadata/read-path.ts'

/**
 * clean: it has no log to replay. replayed: it is read as its replay would leave it. unreplayed: it
 * would be so read, but whoever gave it wants it as it is. salvaged: it is read as a salvage would leave
 * it, for whoever gave it wants that. refused: the format forbids opening it. not-vhdx: something else.
 */
export type ChainFileState =
  | 'clean'
  | 'replayed'
  | 'unreplayed'
  | 'salvaged'
  | 'refused'
  | 'not-vhdx'

/** What was done for a file to be read as a salvage would leave it, and what of it was given up. */
export interface SalvagedAs {
  /** Ways of salvage, by their names, in the order in which they are taken. */
  readonly ways: readonly string[]
  /** Sentences. */
  readonly losses: readonly string[]
  /** Bytes of its disk that read as zeros since they were lost, as far as that can be said. */
  readonly lostBytes: number
}

/** What somebody found to be wrong with a file of the chain by itself. */
export interface Illness {
  /** As a verdict has it. */
  readonly condition: string
  readonly sentence: string
  /** All of its disk can be read nevertheless. */
  readonly isSlight: boolean
}

export interface ChainFile {
  /** What it is called, for people. */
  readonly name: string
  readonly state: ChainFileState
  /** After the file's own replay, unless it is wanted as it is on disk or salvaged. */
  readonly image: Image
  /** As they are on disk: a replay makes the one like the other. Of a salvage what it is recognised by. */
  readonly headers: Headers
  /** Whoever gave it takes the risk that it was written to after its child was made. */
  readonly acceptsChange?: boolean
  /** Whoever gave it takes the risk of reading it as it is on disk, though it is dirty or refused. */
  readonly readsBefore?: boolean
  /** Whoever gave it takes the risk of reading it so; nothing is written for it. */
  readonly salvage?: SalvagedAs
  /** Itself as a salvage would leave it, where that leads further and nobody has asked for it. */
  readonly asSalvaged?: ChainFile
  /** Nothing where it is in order, or nobody has looked. */
  readonly illness?: Illness
}

/** Where a parent should be, as it stands in the locator. */
export interface ParentPath {
  readonly key: (typeof PATH_KEYS)[number]
  readonly value: string
}

export const isDifferencing = ({ image }: ChainFile): boolean =>
  image.metadata?.fileParameters?.hasParent === 1

export const locatorPair = ({ image }: ChainFile, wanted: string): ParentLocatorPair | undefined =>
  image.metadata?.parentLocator?.pairs.find(({ key }) => key === wanted)

export function parentPaths(file: ChainFile): readonly ParentPath[] {
  return PATH_KEYS.flatMap((key) => {
    const pair = locatorPair(file, key)
    return pair ? [{ key, value: pair.value }] : []
  })
}

/** Whether a locator’s path ends with the name of that file, which may be a path: Windows knows no case. */
export function isNamed(child: ChainFile, name: string): boolean {
  const wanted = lastName(name)
  return parentPaths(child).some(({ value }) => lastName(readPath(value).path) === wanted)
}

const lastName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase()

export function linkageOf(
  file: ChainFile,
  key: 'parent_linkage' | 'parent_linkage2',
): Guid | undefined {
  const pair = locatorPair(file, key)
  return pair && parseGuid(pair.value)
}
