/** A save, replayed or as it is, from the check of the source to the proof of the copy. */
import type { Run } from '../engine/bytes/byte-source.ts'
import type { CopyPart } from './copy-parts.ts'
import { fileChanged, writeError } from './errors.ts'
import type { OpenFile } from './open-file.ts'
import type { SavePhase, SaveResult } from './protocol.ts'
import type { CallRun } from './rpc.ts'
import { writeParts } from './save-copy.ts'
import { throttled } from './throttle.ts'
import { verifyCopy, verifyExport } from './verify-copy.ts'
import { hasChanged, headOf, type Watch } from './watch.ts'

/** What is written, and the proof of it: gives how many bytes were compared. */
interface Plan {
  parts(run: Run): Promise<Planned>
  verify(copy: Blob, watch: Watch, run: Run): Promise<number>
}

interface Planned {
  readonly parts: Iterable<CopyPart> | AsyncIterable<CopyPart>
  /** Of all of them, in bytes. */
  readonly size: number
}

/** Writes the replayed copy into `target`: see `save`. */
export async function saveCopy(
  open: OpenFile,
  target: FileSystemFileHandle,
  run: CallRun,
): Promise<SaveResult> {
  const { inspected, replay, ids } = open
  return save(open, target, run, {
    parts: async (part) => ({ parts: await open.parts(part), size: replay.result.size }),
    verify: (copy, _, part) => verifyCopy(copy, inspected, replay, ids, part),
  })
}

/** Writes the file as it is into `target`: see `save`. */
export const exportCopy = (
  open: OpenFile,
  target: FileSystemFileHandle,
  run: CallRun,
): Promise<SaveResult> =>
  save(open, target, run, {
    parts: async () => ({
      parts: [{ kind: 'bytes', offset: 0, blob: open.file }],
      size: open.file.size,
    }),
    verify: (copy, watch, part) => verifyExport(copy, open.inspected, watch, open.ids, part),
  })

/**
 * Writes into `target`, a new and empty file. The source is only read. Where it fails, `target` is as
 * it was: the caller, who has made it, removes it. Throws a `CallError`, or the signal's reason.
 */
export async function save(
  open: OpenFile,
  target: FileSystemFileHandle,
  { signal, progress }: CallRun,
  plan: Plan,
): Promise<SaveResult> {
  const report = throttled(progress)
  const follow = (phase: SavePhase) => (done: number, total: number) =>
    report({ phase, done, total })

  report({ phase: 'check', done: 0, total: 0 })
  const watch = await open.watch()
  const [, { parts, size }] = await Promise.all([
    requireUnchanged(watch, { signal, onProgress: follow('check') }),
    plan.parts({ signal }),
  ])
  try {
    await writeParts(target, parts, {
      size,
      signal,
      onProgress: follow('write'),
      // By itself the browser notices every other change: it gives no slice of a file that has one.
      beforeClose: () => requireUnchanged(headOf(watch), { signal }),
      onFinish: () => report({ phase: 'finish', done: 0, total: 0 }),
    })
  } catch (error) {
    // A source that changes makes the browser's own copying fail, with any error.
    if (!signal.aborted) await requireUnchanged(watch, {})
    throw error
  }
  report({ phase: 'verify', done: 0, total: 0 })
  const copy = await target.getFile().catch((error: unknown) => {
    throw writeError(error)
  })
  const run = { signal, onProgress: follow('verify') }
  return { size: copy.size, verifiedBytes: await plan.verify(copy, watch, run) }
}

async function requireUnchanged(watch: Watch, run: Run): Promise<void> {
  if (await hasChanged(watch, run)) throw fileChanged()
}
