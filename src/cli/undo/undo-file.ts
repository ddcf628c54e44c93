/** The undo file beside an image: where it is, whether there is one, how it is made. */
import { open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Guid, NIL_GUID } from '../../engine/bytes/guid.ts'
import { readHeaders } from '../../engine/image/headers/headers.ts'
import { Failure, failure } from '../failure.ts'
import { makeNewFile } from '../files/new-file.ts'
import { NodeFile } from '../files/node-file.ts'
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
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw failure(`${path} cannot be read`, error)
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

/** Makes the undo file, with its name on the disk. Rejects with a `Failure` and leaves none then. */
export async function makeUndo(path: string, params: UndoParams): Promise<void> {
  const cannot = (error: unknown): never => {
    params.signal.throwIfAborted()
    throw failure(`The undo file ${path} cannot be written`, error)
  }
  await makeNewFile(path, async (temporary) => {
    const file = await NodeFile.open(temporary, 'r+').catch(cannot)
    try {
      await writeUndo(file, params).catch(cannot)
    } finally {
      await file.close()
    }
  })
  await syncFolder(dirname(path))
}

export const dropUndo = (path: string): Promise<void> => rm(path, { force: true })

/** Makes the names in a folder stable, where the system knows how. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    await folder.sync().finally(() => folder.close())
  } catch {
    // Windows has no such thing and needs none.
  }
}
