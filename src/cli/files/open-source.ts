/** A file of this machine as the engine reads it: an image, or a skeleton of one. */
import type { ByteSource, Run } from '../../engine/bytes/byte-source.ts'
import { cached } from '../../engine/bytes/cached-source.ts'
import { KIB } from '../../engine/format/layout.ts'
import { openSkeleton } from '../../engine/skeleton/read-skeleton.ts'
import { beginsAsSkeleton } from '../../engine/skeleton/signature.ts'
import type { SkeletonFacts } from '../../engine/skeleton/skeleton-facts.ts'
import { needsData } from '../../engine/skeleton/skeleton-words.ts'
import { Failure } from '../failure.ts'
import { printable } from '../printable.ts'
import { inflate } from './gzip.ts'
import { NodeFile } from './node-file.ts'

/** 16 MiB in all: tables that are read twice, before and after the replay, come from memory. */
export const CACHE = { blockSize: 64 * KIB, capacity: 256 }

export interface OpenSource {
  readonly source: ByteSource
  /** What a skeleton says of its file; `undefined` of an image. */
  readonly skeleton: SkeletonFacts | undefined
}

/** Rejects with a `Failure` where a skeleton cannot be unpacked. `name` is what a sentence calls the file. */
export async function openSource(
  file: ByteSource,
  name: string,
  { signal, pause }: Run,
): Promise<OpenSource> {
  if (!(await beginsAsSkeleton(file))) return { source: cached(file, CACHE), skeleton: undefined }
  const opened = await openSkeleton(file, inflate, { signal, pause })
  if (!opened.ok) throw new Failure(`${printable(name)} cannot be read: ${opened.reason}`)
  return { source: opened.source, skeleton: opened.facts }
}

/** Throws a `Failure` where an image is open as a skeleton; `what` is what its data are needed for. */
export function requireData({ skeleton }: Pick<OpenSource, 'skeleton'>, what: string): void {
  if (skeleton) throw new Failure(needsData(what))
}

/** The same of a file that is not read for itself. */
export async function requireNoSkeleton(path: string, what: string): Promise<void> {
  const file = await NodeFile.open(path, 'r')
  try {
    if (await beginsAsSkeleton(file)) throw new Failure(needsData(what))
  } finally {
    await file.close()
  }
}
