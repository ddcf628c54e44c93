/** Calls about the skeleton of the open file. */
import { planSkeleton, type SkeletonPlan } from '../../engine/skeleton/plan-skeleton.ts'
import { isAsPlanned } from '../../engine/skeleton/read-back.ts'
import { openSkeleton } from '../../engine/skeleton/read-skeleton.ts'
import { skeletonBytes } from '../../engine/skeleton/write-skeleton.ts'
import { CallError } from '../client.ts'
import { COPY } from '../errors.ts'
import { blobSource } from '../file/files.ts'
import { gzip, inflate } from '../file/gzip-streams.ts'
import type { OpenFile } from '../file/open-file.ts'
import type { SkeletonRequest } from '../protocol/skeleton.ts'
import type { CallRun, HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export function skeletonCalls({ current }: Session): HandlersOf<'skeleton'> {
  return {
    contents: async (request, run) => (await planOf(current.file, request, run)).contents,
    make: async (request, run) => {
      const { file } = current
      await file.requireUnchanged(run)
      const plan = await planOf(file, request, run)
      const { signal } = run
      const pieces: Uint8Array<ArrayBuffer>[] = []
      for await (const piece of skeletonBytes(plan, gzip, { signal })) {
        signal.throwIfAborted()
        pieces.push(new Uint8Array(piece))
      }
      const made = new Blob(pieces, { type: 'application/gzip' })
      const opened = await openSkeleton(blobSource(made, COPY), inflate, { signal })
      if (!(await isAsPlanned(plan, opened, { signal }))) {
        throw new CallError(
          'verify-failed',
          'The skeleton was read back and is not what was planned, so it is not kept.',
        )
      }
      await file.requireUnchanged(run)
      return made
    },
  }
}

async function planOf(
  { source }: OpenFile,
  { name, blankPaths }: SkeletonRequest,
  run: CallRun,
): Promise<SkeletonPlan> {
  const plan = await planSkeleton(source, { name, blankPaths }, runOf(run))
  if (!plan.ok) throw new CallError('no-skeleton', plan.reason)
  return plan
}
