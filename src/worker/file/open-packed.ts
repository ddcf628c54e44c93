/** A skeleton that was dropped, unpacked. */
import type { ByteSource, Run } from '../../engine/bytes/byte-source.ts'
import { openSkeleton } from '../../engine/skeleton/read-skeleton.ts'
import type { SkeletonFacts } from '../../engine/skeleton/skeleton-facts.ts'
import { CallError } from '../client.ts'
import type { Subject } from '../errors.ts'
import { inflate } from './gzip-streams.ts'

export interface Unpacked {
  readonly source: ByteSource
  readonly skeleton: SkeletonFacts
}

/** Throws a `CallError` where it is damaged. */
export async function openPacked(
  packed: ByteSource,
  { about }: Pick<Subject, 'about'>,
  run: Run,
): Promise<Unpacked> {
  const opened = await openSkeleton(packed, inflate, run)
  if (!opened.ok) throw new CallError('unreadable', opened.reason, { about })
  return { source: opened.source, skeleton: opened.facts }
}
