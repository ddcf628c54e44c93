/** A save, replayed or as it is, from the check of the source to the proof of the copy. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import { HASH_NAMES, type Hash } from '../../engine/bytes/hash/hash-names.ts'
import { COPY, notAsPlanned, writeError } from '../errors.ts'
import { blobSource } from '../file/files.ts'
import { startHash } from '../file/hashing.ts'
import type { OpenFile } from '../file/open-file.ts'
import { headOf, requireUnchanged, type Watch } from '../file/watch.ts'
import type { SavePhase } from '../protocol/protocol.ts'
import type { SaveResult, SaveTarget } from '../protocol/save.ts'
import type { CallRun } from '../rpc.ts'
import { throttled } from '../throttle.ts'
import type { CopyPart } from './copy-parts.ts'
import { writeParts } from './save-copy.ts'
import { verifyCopy, verifyExport } from './verify-copy.ts'

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

/** Writes the replayed copy, or the salvaged one, into `target`: see `save`. */
export async function saveCopy(
  open: OpenFile,
  target: SaveTarget,
  run: CallRun,
): Promise<SaveResult> {
  const { update } = open
  const saved = await save(open, target, run, {
    parts: async (part) => ({ parts: await open.parts(part), size: update.result.size }),
    verify: (copy, _, part) => verifyCopy(copy, open, update, part),
  })
  countWhole(open, target)
  return saved
}

/** Writes the file as it is into `target`: see `save`. */
export async function exportCopy(
  open: OpenFile,
  target: SaveTarget,
  run: CallRun,
): Promise<SaveResult> {
  const saved = await save(open, target, run, {
    parts: async () => ({
      parts: [{ kind: 'bytes', offset: 0, blob: open.file }],
      size: open.file.size,
    }),
    verify: (copy, watch, part) => verifyExport(copy, open, watch, part),
  })
  countWhole(open, target)
  return saved
}

/** What is hashed has been read here, and not only by the browser. */
function countWhole(open: OpenFile, { hash }: SaveTarget): void {
  if (hash) open.readHere({ offset: 0, length: open.file.size })
}

/**
 * Writes into the target. The source is only read. Where it fails, the target is as it was: the
 * caller, who has made it, removes it. Throws a `CallError`, or the signal's reason.
 */
export async function save(
  open: OpenFile,
  { target, hash: algorithm }: SaveTarget,
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
  const { onWritten, onHashed } = both(follow('write'))
  const hash = algorithm && (await startHash([algorithm], size, { signal, onProgress: onHashed }))
  try {
    await writeParts(target, parts, {
      size,
      signal,
      hash,
      onProgress: hash ? onWritten : follow('write'),
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
  if (!hash) return { size: copy.size, verifiedBytes: await plan.verify(copy, watch, run) }
  // Whoever plans it reads in another way than what was written: both have to be right.
  await plan.verify(copy, watch, { signal })
  const written = hash.finishOne()
  await compareHash(copy, written, run)
  return { size: copy.size, verifiedBytes: copy.size, hash: written }
}

/** Of two that do the same work at once, the one that is less far says how far it is. */
function both(onProgress: (done: number, total: number) => void) {
  let [written, hashed] = [0, 0]
  return {
    onWritten(done: number, total: number) {
      written = done
      onProgress(Math.min(written, hashed), total)
    },
    onHashed(done: number, total: number) {
      hashed = done
      onProgress(Math.min(written, hashed), total)
    },
  }
}

/** Reads all of the copy back. */
async function compareHash(copy: Blob, written: Hash, run: Run): Promise<void> {
  const { algorithm, hex } = written
  const hash = await startHash([algorithm], copy.size, run)
  await hash.addSource(blobSource(copy, COPY))
  const read = hash.finishOne()
  if (read.hex === hex) return
  throw notAsPlanned(
    `The new file is not what was written: read back, its ${HASH_NAMES[algorithm]} is ${read.hex} instead of ${hex}`,
  )
}
