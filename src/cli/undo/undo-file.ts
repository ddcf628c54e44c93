/** The undo file beside an image: where it is, whether there is one, how it is made. */
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Guid, NIL_GUID } from '../../engine/bytes/guid.ts'
import { readHeaders } from '../../engine/image/headers/headers.ts'
import { codeOf, Failure, failure } from '../failure.ts'
import { makeNewFile, remove, withLeft } from '../files/new-file.ts'
import { NodeFile } from '../files/node-file.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { readUndo, undoState } from './undo-reader.ts'
import { type UndoParams, writeUndo } from './undo-writer.ts'

/** One name for one log: who completes an interrupted replay finds the undo file of its beginning. */
const undoPath = (image: string, logGuid: Guid): string => `${image}.undo-${logGuid.slice(0, 8)}`

export interface UndoFile {
  readonly path: string
  /** Of an earlier run that did not come to its end: what it writes into the headers. */
  readonly fileWriteGuid: Guid | undefined
}

/**
 * Where the undo file of the image's replay is or will be; `undefined` where there is nothing to replay.
 * Rejects with a `Failure` where something else has that name.
 */
export async function findUndo(image: string, signal: AbortSignal): Promise<UndoFile | undefined> {
  const file = await NodeFile.open(image, 'r')
  try {
    const { current } = await readHeaders(file)
    const logGuid = current?.values?.logGuid ?? NIL_GUID
    if (logGuid === NIL_GUID) return undefined
    const path = undoPath(image, logGuid)
    const kept = await NodeFile.open(path, 'r').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    })
    if (kept === undefined) return { path, fileWriteGuid: undefined }
    try {
      const undo = await readUndo(kept, printable(path), signal)
      if (await undoState(undo, file, signal)) {
        return { path, fileWriteGuid: undo.header.fileWriteGuid }
      }
    } finally {
      await kept.close()
    }
    throw new Failure(
      `${printable(path)} is of another replay: move it away, or say --no-undo to do without.`,
    )
  } finally {
    await file.close()
  }
}

/**
 * Makes the undo file, with its name on the disk. Rejects with a `Failure` and leaves none then. Resolves
 * with an exit status: see `makeNewFile`.
 */
export async function makeUndo(path: string, params: UndoParams, io: Io): Promise<number> {
  const status = await makeNewFile(path, (file) => writeUndo(file, params), io)
  try {
    await syncFolder(dirname(path))
  } catch (error) {
    throw await dropUndo(path, failure(`${path} cannot be written`, error))
  }
  return status
}

/** Removes the undo file of a replay that has not begun. Resolves with the error, and what is left behind. */
export const dropUndo = async (path: string, error: unknown): Promise<unknown> =>
  withLeft(error, await remove(path, 'The undo file'))

/** What a system answers, or a file system, on which this cannot be done and need not be. */
const WITHOUT_SYNC = new Set(['EACCES', 'EPERM', 'EISDIR', 'EINVAL', 'EBADF', 'ENOTSUP', 'ENOSYS'])

/** Makes the names in a folder stable, where the system knows how. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    await folder.sync().finally(() => folder.close().catch(() => undefined))
  } catch (error) {
    if (!WITHOUT_SYNC.has(codeOf(error))) throw error
  }
}
