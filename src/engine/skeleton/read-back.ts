/** Whether what was written is the skeleton that was planned. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { firstDifference } from '../bytes/first-difference.ts'
import { takeTurn } from '../bytes/pace.ts'
import { totalLength } from '../bytes/ranges.ts'
import { MIB } from '../format/layout.ts'
import type { SkeletonPlan } from './plan-skeleton.ts'
import type { OpenedSkeleton } from './read-skeleton.ts'

/** Reads all that is kept, of the file and of the skeleton, which was opened anew. */
export async function isAsPlanned(
  { contents, source }: Pick<SkeletonPlan, 'contents' | 'source'>,
  opened: OpenedSkeleton,
  run?: Run,
): Promise<boolean> {
  if (!opened.ok) return false
  const { held = [] } = opened.source
  if (opened.source.size !== source.size || totalLength(held) !== contents.kept) return false
  for (const { offset, length } of held) {
    for (let done = 0; done < length; done += MIB) {
      await takeTurn(run)
      const part = [offset + done, Math.min(MIB, length - done)] as const
      if (!(await isSame(source, opened.source, part))) return false
    }
  }
  return true
}

async function isSame(
  a: ByteSource,
  b: ByteSource,
  part: readonly [offset: number, length: number],
): Promise<boolean> {
  const [one, other] = [await a.read(...part), await b.read(...part)]
  return firstDifference(one, other) === undefined
}
