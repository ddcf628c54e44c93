/** A copy of an image that is changed by a plan before it gets its name. */
import type { ByteRange, ByteSource } from '../../engine/bytes/byte-source.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import { watchedRanges } from '../../engine/inspect/watched-ranges.ts'
import { applyTo } from '../../engine/update/apply.ts'
import { type Step, writeRange } from '../../engine/update/step.ts'
import { Failure } from '../failure.ts'
import { printable } from '../printable.ts'
import { copyFile } from './copy-file.ts'
import { findFault } from './find-fault.ts'
import { fingerprint, identityOf } from './fingerprint.ts'
import { NodeFile } from './node-file.ts'
import type { OpenImage } from './read-image.ts'

interface CopyTarget {
  /** Of the image, before it was inspected. */
  readonly identity: string
  readonly temporary: string
  /** What it will be called. */
  readonly out: string
  /** What is done to the copy. */
  readonly steps: readonly Step[]
  /** What is wrong with the changed copy, in words that go on a sentence. Default: see `findFault`. */
  /** On which bytes of the image the steps rest. Default: on its headers, its log and what they write over. */
  readonly watched?: readonly ByteRange[]
  readonly judge?: (copy: ByteSource) => Promise<string | undefined>
}

/** Copies, changes the copy, and makes sure of both: the result, and that the source has not changed. */
export async function writeCopy(
  { path, file, inspected }: OpenImage,
  { identity, temporary, out, steps, judge, ...target }: CopyTarget,
  signal: AbortSignal,
): Promise<void> {
  const watched = target.watched ?? [...watchedRanges(inspected), ...overwritten(steps, file.size)]
  const inspectedBytes = await fingerprint(file, watched, signal)
  const holdUnchanged = async (bytes: ByteSource): Promise<void> => {
    const isSame = (await identityOf(path)) === identity && bytes.size === file.size
    if (!isSame || (await fingerprint(bytes, watched, signal)) !== inspectedBytes) {
      throw changed(path)
    }
  }
  await copyFile(path, temporary, { signal, name: out })
  // Opened again: only now its size is known.
  const copy = await NodeFile.open(temporary, 'r+', out)
  try {
    await holdUnchanged(copy)
    if (steps.length > 0) await applyTo(copy, steps, { signal })
    await copy.flush()
    const fault = await (judge?.(copy) ?? findFault(copy, file, steps, signal))
    if (fault !== undefined) {
      throw new Failure(`The copy was read back and ${fault}, so it is not kept.`)
    }
    await holdUnchanged(file)
  } finally {
    await copy.close()
  }
}

/** What the steps say in full, as far as the file reaches: a journal’s own, which a replay’s plan watches itself. */
const overwritten = (steps: readonly Step[], size: number): readonly ByteRange[] =>
  steps.flatMap((step) => {
    if (step.kind !== 'write' || step.content.kind !== 'bytes') return []
    const { offset, length } = writeRange(step)
    const end = Math.min(endOf({ offset, length }), size)
    return end > offset ? [{ offset, length: end - offset }] : []
  })

const changed = (path: string): Failure =>
  new Failure(`${printable(path)} has changed while it was being copied; is it in use?`)
