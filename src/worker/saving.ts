/** A save from the check of the source to the proof of the copy. */
import type { Run } from '../engine/bytes/byte-source.ts'
import { fileChanged, writeError } from './errors.ts'
import type { OpenFile } from './open-file.ts'
import type { SavePhase, SaveResult } from './protocol.ts'
import type { CallRun } from './rpc.ts'
import { writeParts } from './save-copy.ts'
import { throttled } from './throttle.ts'
import { verifyCopy } from './verify-copy.ts'
import { hasChanged, headOf, type Watch } from './watch.ts'

/**
 * Writes the replayed copy into `target`, a new and empty file. The source is only read. Where it
 * fails, `target` is as it was: the caller, who has made it, removes it. Throws a `CallError`, or the
 * signal's reason.
 */
export async function saveCopy(
  open: OpenFile,
  target: FileSystemFileHandle,
  { signal, progress }: CallRun,
): Promise<SaveResult> {
  const { inspected, replay, ids } = open
  const report = throttled(progress)
  const follow = (phase: SavePhase) => (done: number, total: number) =>
    report({ phase, done, total })

  report({ phase: 'check', done: 0, total: 0 })
  const watch = await open.watch()
  const [, parts] = await Promise.all([
    requireUnchanged(watch, { signal, onProgress: follow('check') }),
    open.parts({ signal }),
  ])
  try {
    await writeParts(target, parts, {
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
  const verifiedBytes = await verifyCopy(copy, inspected, replay, ids, run)
  return { size: copy.size, verifiedBytes }
}

async function requireUnchanged(watch: Watch, run: Run): Promise<void> {
  if (await hasChanged(watch, run)) throw fileChanged()
}
