/** What the browser throws, as one sentence that says what has happened and what to do. */
import { CallError } from './client.ts'
import type { ErrorInfo } from './protocol/protocol.ts'

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const fileChanged = (cause?: unknown): CallError =>
  new CallError('file-changed', 'The file changed since it was opened. Open it again.', { cause })

/**
 * For what a read of the file throws. Browsers say NotReadableError both for a file that they may
 * not read and for one that changed; only the first can happen before any read has succeeded.
 */
export function readError(error: unknown, readBefore: boolean): Error {
  switch (nameOf(error)) {
    case 'CallError':
      return error as Error
    case 'NotReadableError':
      if (readBefore) return fileChanged(error)
      return new CallError(
        'in-use',
        'The system will not let the browser read this file: it is in use, or it changed after it was chosen. Shut down what has it open and try again, or open a copy.',
        { cause: error },
      )
    // Firefox says AbortError where the others say NotFoundError; nobody aborts a read of a Blob.
    case 'AbortError':
    case 'NotFoundError':
      return new CallError(
        'file-missing',
        'The file is no longer there. It has been moved, renamed or deleted.',
        { cause: error },
      )
    case 'NotAllowedError':
    case 'SecurityError':
      return new CallError(
        'no-permission',
        'The browser may not read this file. Choose it again to allow it.',
        { cause: error },
      )
    default:
      return new CallError('unreadable', `The file cannot be read: ${textOf(error)}`, {
        cause: error,
      })
  }
}

/** For what a write of the copy throws, unless the caller has aborted it. */
export function writeError(error: unknown): Error {
  switch (nameOf(error)) {
    case 'CallError':
      return error as Error
    case 'QuotaExceededError':
      return new CallError(
        'no-space',
        'There is not enough space for the copy. Nothing has been kept of it.',
        { cause: error },
      )
    case 'NotAllowedError':
    case 'SecurityError':
      return new CallError(
        'no-permission',
        'The browser may no longer write to this folder. Choose the folder again.',
        { cause: error },
      )
    case 'NoModificationAllowedError':
      return new CallError(
        'no-permission',
        'Another program or tab is writing to the copy. Choose another name.',
        { cause: error },
      )
    case 'NotFoundError':
      return new CallError(
        'file-missing',
        'The folder of the copy is no longer there. Choose another folder.',
        { cause: error },
      )
    case 'AbortError':
      return new CallError(
        'no-permission',
        'The browser’s own check of downloads refused the copy. Nothing has been kept of it.',
        { cause: error },
      )
    default:
      return new CallError('internal', `The copy cannot be written: ${textOf(error)}`, {
        cause: error,
      })
  }
}

/** Whatever a handler throws, as it crosses the worker. */
export function errorInfo(error: unknown): ErrorInfo {
  if (error instanceof CallError) return error.info
  if (nameOf(error) === 'AbortError') return { code: 'aborted', message: 'Cancelled.' }
  return { code: 'internal', message: `Something went wrong inside the app: ${textOf(error)}` }
}
