/** `replay`: a copy of an image with its log replayed. */
import { randomUUID } from 'node:crypto'
import type { ByteSource } from '../../engine/bytes/byte-source.ts'
import { formatBytes, plural } from '../../engine/bytes/format.ts'
import { guid } from '../../engine/bytes/guid.ts'
import { watchedRanges } from '../../engine/inspect/watched-ranges.ts'
import { applyTo } from '../../engine/update/apply.ts'
import type { CommandOf } from '../command.ts'
import { STATUS_OF } from '../exit-status.ts'
import { Failure } from '../failure.ts'
import { copyFile } from '../files/copy-file.ts'
import { findFault } from '../files/find-fault.ts'
import { fingerprint, identityOf, isSameFile } from '../files/fingerprint.ts'
import { makeNewFile } from '../files/new-file.ts'
import { NodeFile } from '../files/node-file.ts'
import { type OpenImage, refusalLine, withImage } from '../files/read-image.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'

export async function replayImage(
  { image: path, out, fileWriteGuid }: CommandOf<'replay'>,
  io: Io,
): Promise<number> {
  if (await isSameFile(path, out)) {
    throw new Failure('The image itself cannot be the file to write: it is only ever read.')
  }
  const identity = await identityOf(path)
  return withImage(path, fileWriteGuid ?? guid(randomUUID()), io, async (image) => {
    const { outcome, refusal } = image.inspected.inspection
    if (outcome === 'refused' || outcome === 'not-vhdx') {
      io.err(refusalLine(path, refusal, outcome === 'refused'))
      return STATUS_OF[outcome]
    }
    const status = await makeNewFile(
      out,
      (_, temporary) => writeCopy(image, identity, { temporary, out }, io.signal),
      io,
      // The copy is no more public than the image.
      { like: path },
    )
    io.out(`${doneLine(image, out)}\n`)
    return status
  })
}

/** Copies, replays in the copy, and makes sure of both: the result, and that the source has not changed. */
async function writeCopy(
  { path, file, inspected }: OpenImage,
  identity: string,
  { temporary, out }: { readonly temporary: string; readonly out: string },
  signal: AbortSignal,
): Promise<void> {
  const watched = watchedRanges(inspected)
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
    if (inspected.replay) await applyTo(copy, inspected.replay.plan.steps, { signal })
    await copy.flush()
    const fault = await findFault(copy, file, inspected, signal)
    if (fault !== undefined) {
      throw new Failure(`The copy was read back and ${fault}, so it is not kept.`)
    }
    await holdUnchanged(file)
  } finally {
    await copy.close()
  }
}

const changed = (path: string): Failure =>
  new Failure(`${printable(path)} has changed while it was being copied; is it in use?`)

function doneLine({ inspected }: OpenImage, out: string): string {
  const { inspection, replay } = inspected
  const name = printable(out)
  if (!replay)
    return `${name}: ${formatBytes(inspection.size)}, an unchanged copy: nothing to replay`
  const writes = plural(replay.plan.writes.length, 'write')
  return `${name}: ${formatBytes(replay.plan.sizeAfter)}, ${writes} replayed, verified`
}
