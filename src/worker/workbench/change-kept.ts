/** A kept image changed in place: planned on the file itself, written in order, and read again. */

import type { ByteFile } from '../../engine/bytes/byte-source.ts'
import { cached } from '../../engine/bytes/cached-source.ts'
import { type Inspected, inspect } from '../../engine/inspect/inspect.ts'
import type { Edit } from '../../engine/journal/edit.ts'
import { journalEdits } from '../../engine/journal/edit-preview.ts'
import { type JournalIds, stepsIntoLog } from '../../engine/journal/plan-journal.ts'
import { applyTo } from '../../engine/update/apply.ts'
import type { Step } from '../../engine/update/step.ts'
import { CallError } from '../client.ts'
import { fileChanged, isFull, SOURCE } from '../errors.ts'
import { CACHE } from '../file/cache.ts'
import type { KeptFile } from '../file/current-file.ts'
import { type OpenFile, replayOf } from '../file/open-file.ts'
import { readFrom, requireUnchanged } from '../file/watch.ts'
import type { CommitEnd } from '../protocol/edit.ts'
import type { Opened } from '../protocol/file.ts'
import type { CallRun } from '../rpc.ts'
import { throttled } from '../throttle.ts'
import { planError } from './change-errors.ts'
import { writeFailure } from './kept-errors.ts'
import type { Workbench } from './workbench.ts'

/** A part of a change. Where it fails, the log is what tells how the image reads. */
interface Stage {
  readonly steps: readonly Step[]
  /** What has become of the change where the image is clean although this stage failed. */
  readonly whenClean: string
  /** What is to be done where it is dirty. */
  readonly whenDirty: string
}

export type Change = (inspected: Inspected, ids: JournalIds) => Promise<readonly Stage[]>

const IN_LOG = 'The change is in the log as a whole: replay the log in place to make it.'

/** The journal of `edits`, to its end or as far as the log. */
export const journal =
  (edits: readonly Edit[], end: CommitEnd): Change =>
  async (inspected, ids) => {
    const plan = await journalEdits(inspected, edits, ids)
    const intoLog = {
      steps: stepsIntoLog(plan),
      whenClean: 'The image is as it was: none of the edits has been made.',
      whenDirty: IN_LOG,
    }
    const rest = {
      steps: plan.steps.slice(plan.committed),
      whenClean: 'All of the edits have been made all the same.',
      whenDirty: IN_LOG,
    }
    return end === 'apply' ? [intoLog, rest] : [intoLog]
  }

export const replayInPlace: Change = async (inspected) => [
  {
    steps: replayOf(inspected).plan.steps,
    whenClean: 'The log has been replayed all the same.',
    whenDirty: 'The log still has all that is to be replayed: try again.',
  },
]

export interface ChangedFile extends KeptFile {
  /** Opens the image again, as it is then. */
  reopen(): Promise<Opened>
}

/**
 * Carries a change out, and gives the image as it is then. Can be aborted until it begins to write.
 * Throws a `CallError` or the signal's reason; where that was in the middle of the writing, the error
 * says in which state the image is, and it has been opened again.
 */
export async function changeKept(
  workbench: Workbench,
  { name, file: open, reopen }: ChangedFile,
  change: Change,
  { signal, progress }: CallRun,
): Promise<Opened> {
  const begun: Stage[] = []
  const report = throttled(progress)
  const onProgress = (done: number, total: number): void => report({ done, total })
  try {
    await workbench.change(name, async (file) => {
      await requireSame(file, open, signal)
      const inspected = await inspect(cached(file, CACHE), open.ids, { signal })
      const stages = await change(inspected, open.ids)
      signal.throwIfAborted()
      for (const stage of stages) {
        begun.push(stage)
        await applyTo(file, stage.steps, { onProgress })
      }
    })
  } catch (error) {
    const stage = begun.at(-1)
    throw stage ? await interrupted(error, stage, reopen) : planError(error)
  }
  return reopen()
}

/** What is planned must be what was asked for: the image that the user has seen. */
async function requireSame(file: ByteFile, open: OpenFile, signal: AbortSignal): Promise<void> {
  const isSame = file.size === open.file.size
  const watch = await open.watch()
  if (!isSame) throw fileChanged(SOURCE)
  await requireUnchanged(watch, { signal }, readFrom(file))
}

async function interrupted(
  error: unknown,
  { whenClean, whenDirty }: Stage,
  reopen: () => Promise<Opened>,
): Promise<CallError> {
  const outcome = await reopen().then(
    (inspection) => inspection.outcome,
    () => undefined,
  )
  const state =
    outcome === 'clean'
      ? whenClean
      : outcome === 'replayable'
        ? whenDirty
        : 'Open the image again to see in which state it is.'
  const code = isFull(error) ? 'no-space' : 'internal'
  const options = { about: 'workbench', cause: error } as const
  return new CallError(code, `${writeFailure(error)} ${state}`, options)
}
