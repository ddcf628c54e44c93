/** `replay --in-place`: the log replayed in the image itself, in the order of a journal. */

import { randomUUID } from 'node:crypto'
import { lstat, realpath, stat } from 'node:fs/promises'
import { formatBytes, plural } from '../../engine/bytes/format.ts'
import { type Guid, guid } from '../../engine/bytes/guid.ts'
import { OUTCOME_WORDS } from '../../engine/inspect/outcome-words.ts'
import { watchedRanges } from '../../engine/inspect/watched-ranges.ts'
import { applyTo } from '../../engine/update/apply.ts'
import { STATUS_OF } from '../exit-status.ts'
import { Failure, failing, reasonOf } from '../failure.ts'
import { findFault } from '../files/find-fault.ts'
import { fingerprint, identityOf } from '../files/fingerprint.ts'
import { NodeFile } from '../files/node-file.ts'
import { requireData } from '../files/open-source.ts'
import { type OpenImage, withImage } from '../files/read-image.ts'
import { isRefused, refuse } from '../files/refusal.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { replayLines } from '../summaries/summary.ts'
import { dropUndo, findUndo, makeUndo, type UndoFile } from '../undo/undo-file.ts'

export interface InPlaceJob {
  readonly image: string
  readonly fileWriteGuid: Guid | undefined
  /** Do it unasked; otherwise say what would be done, and ask where somebody can answer. */
  readonly yes: boolean
  /** Keep what is written over in a file of its own. */
  readonly undo: boolean
}

export async function replayInPlace(command: InPlaceJob, io: Io): Promise<number> {
  const path = await fileOf(command.image).catch(failing(`${command.image} cannot be read`))
  const identity = await identityOf(path)
  const undo = command.undo ? await findUndo(path, io.signal) : undefined
  const fileWriteGuid = undo?.fileWriteGuid ?? command.fileWriteGuid ?? guid(randomUUID())
  if (command.fileWriteGuid !== undefined && command.fileWriteGuid !== fileWriteGuid) {
    throw new Failure(
      `${printable(undo?.path ?? '')} is of a replay with the FileWriteGuid ${fileWriteGuid}: say that one, or none.`,
    )
  }
  return withImage(path, fileWriteGuid, io, async (image) => {
    requireData(image, 'a replay in place')
    if (isRefused(image)) return refuse(image, io)
    if (image.inspected.inspection.outcome === 'clean') {
      io.out(`${printable(path)}: ${OUTCOME_WORDS.clean}\n`)
      return STATUS_OF.clean
    }
    // Somebody who is asked may take all day. Else no time passes, and what the system knows will do.
    const look = async (file: NodeFile): Promise<string> =>
      command.yes ? '' : fingerprint(file, watchedRanges(image.inspected), io.signal)
    const seen = await look(image.file)
    if (!command.yes && !(await isAgreed(image, undo, io))) {
      io.err('Nothing was changed: repeat the command with --yes to do this.\n')
      return STATUS_OF.replayable
    }
    return replay({
      image,
      undo,
      fileWriteGuid,
      io,
      hasChanged: async (file) =>
        (await identityOf(path)) !== identity || (await look(file)) !== seen,
    })
  })
}

/** A symbolic link stands for its file, and the undo file belongs beside that. */
const fileOf = async (path: string): Promise<string> =>
  (await lstat(path)).isSymbolicLink() ? realpath(path) : path

/** Says what would be done, and asks where somebody can answer. */
async function isAgreed(
  { path, inspected }: OpenImage,
  undo: UndoFile | undefined,
  io: Io,
): Promise<boolean> {
  const { update } = inspected.inspection
  const { nlink } = await stat(path).catch(failing(`${path} cannot be read`))
  const lines = [
    `${printable(path)}: ${plural(inspected.update?.plan.writes.length ?? 0, 'write')} of its log would be done in the file itself.`,
    ...(update ? replayLines(update) : []),
    ...(nlink > 1 ? [`The file has ${nlink} names (hard links); all of them are changed.`] : []),
    undoLine(undo),
  ]
  io.out(`${lines.join('\n')}\n`)
  return (await io.ask?.('Replay the log in this file?')) ?? false
}

function undoLine(undo: UndoFile | undefined): string {
  if (undo === undefined) return 'No undo file is kept.'
  const name = printable(undo.path)
  return undo.fileWriteGuid === undefined
    ? `What is written over is first kept in ${name}.`
    : `An earlier run was interrupted: what it wrote over is kept in ${name}.`
}

interface Job {
  readonly image: OpenImage
  readonly undo: UndoFile | undefined
  readonly fileWriteGuid: Guid
  readonly io: Io
  /** Whether the file is another one than was looked at. */
  hasChanged(file: NodeFile): Promise<boolean>
}

/** Resolves with an exit status. */
async function replay(job: Job): Promise<number> {
  const { image, undo, fileWriteGuid, io } = job
  const { path, file: source, inspected } = image
  const { signal } = io
  const name = printable(path)
  const target = await NodeFile.open(path, 'r+')
  try {
    const makesUndo = undo !== undefined && undo.fileWriteGuid === undefined
    const params = { source, inspected, fileWriteGuid, signal }
    const status = makesUndo ? await makeUndo(undo.path, params, io) : 0
    try {
      if (await job.hasChanged(target)) {
        throw new Failure(`${name} has changed since it was looked at; is it in use?`)
      }
    } catch (error) {
      throw makesUndo ? await dropUndo(undo.path, error) : error
    }
    await apply(target, job)
    await checkResult(target, job)
    const writes = plural(inspected.update?.plan.writes.length ?? 0, 'write')
    const lines = [
      `${name}: ${formatBytes(target.size)}, ${writes} replayed in place, verified`,
      ...(undo ? [`${wayBack(undo, path)}.`] : []),
    ]
    io.out(`${lines.join('\n')}\n`)
    return status
  } finally {
    await target.close()
  }
}

async function apply(
  target: NodeFile,
  { image: { path, inspected }, undo, io: { signal } }: Job,
): Promise<void> {
  try {
    await applyTo(target, inspected.update?.plan.steps ?? [], { signal })
  } catch (error) {
    const reason = signal.aborted ? 'it was interrupted' : reasonOf(error)
    const back = undo
      ? `, and “vhdx-inspector undo” with ${printable(undo.path)} takes it back`
      : ''
    throw new Failure(
      `The replay of ${printable(path)} stopped in the middle: ${reason}; nothing is lost, the same command again completes it${back}.`,
    )
  }
}

const wayBack = (undo: UndoFile, image: string): string =>
  `“vhdx-inspector undo ${printable(undo.path)} ${printable(image)}” takes it back`

async function checkResult(
  target: NodeFile,
  { image: { path, file, inspected }, undo, io: { signal } }: Job,
): Promise<void> {
  const fault = await findFault(target, file, inspected.update?.plan.steps ?? [], signal).catch(
    (error: unknown) => (signal.aborted ? 'that was interrupted' : reasonOf(error)),
  )
  if (fault !== undefined) {
    const back = undo ? `; ${wayBack(undo, path)}` : ''
    throw new Failure(
      `${printable(path)} was replayed, but when it was read back, ${fault}${back}.`,
    )
  }
}
