/**
 * What the browser throws, as one sentence that says what has happened and what to do, and about what:
 * whoever reads or writes says that.
 */
import { AbsentBytes } from '../engine/bytes/held.ts'
import { visibleText } from '../engine/bytes/visible-text.ts'
import { CallError } from './client.ts'
import type { ErrorInfo, ErrorSubject } from './protocol/protocol.ts'

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')
export const textOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** No room is left: Firefox lets the error of its file system out where the disk is full. */
export const isFull = (error: unknown): boolean =>
  nameOf(error) === 'QuotaExceededError' ||
  /NS_ERROR_(FILE_NO_DEVICE_SPACE|DOM_QUOTA)/.test(`${nameOf(error)} ${textOf(error)}`)

/** What is read, and what a sentence calls it. */
export interface Subject {
  readonly about: ErrorSubject
  readonly called: string
  /** What is to be done where it is another one now. */
  readonly whenChanged: string
}

const AGAIN = 'changed since it was opened. Open it again.'

/** The open file. */
export const SOURCE: Subject = { about: 'source', called: 'file', whenChanged: AGAIN }
/** A file that comes with a call. */
export const GIVEN: Subject = { about: 'given', called: 'file', whenChanged: AGAIN }
/** What has been saved, as it is read back. */
export const COPY: Subject = {
  about: 'target',
  called: 'new file',
  whenChanged: 'changed while it was read back. It must not be used.',
}
/** An image of the workbench that is not open. */
export const KEPT: Subject = {
  about: 'workbench',
  called: 'image of the workbench',
  whenChanged: 'changed while it was read. Try again.',
}

const parent = (name: string): Subject => ({
  about: 'parent',
  called: `parent “${visibleText(name)}”`,
  whenChanged: 'changed since it was opened. Read the chain again.',
})

export const fileChanged = ({ about, called, whenChanged }: Subject, cause?: unknown): CallError =>
  new CallError('file-changed', `The ${called} ${whenChanged}`, { about, cause })

/**
 * For what a read throws. Browsers say NotReadableError both for a file that they may not read and for
 * one that changed; only the first can happen before any read has succeeded.
 */
export function readError(error: unknown, subject: Subject, readBefore: boolean): Error {
  const { about, called } = subject
  const options = { about, cause: error }
  switch (nameOf(error)) {
    case 'CallError':
      return error as Error
    case 'NotReadableError':
      if (readBefore) return fileChanged(subject, error)
      return new CallError(
        'in-use',
        `The system will not let the browser read the ${called}: it is in use, or it changed after it was chosen. Shut down what has it open and try again, or open a copy.`,
        options,
      )
    // Firefox says AbortError where the others say NotFoundError; nobody aborts a read of a Blob.
    case 'AbortError':
    case 'NotFoundError':
      return new CallError(
        'file-missing',
        `The ${called} is no longer there. It has been moved, renamed or deleted.`,
        options,
      )
    case 'NotAllowedError':
    case 'SecurityError':
      return new CallError(
        'no-permission',
        `The browser may not read the ${called}. Choose it again to allow it.`,
        options,
      )
    default:
      return new CallError('unreadable', `The ${called} cannot be read: ${textOf(error)}`, options)
  }
}

/** The same of a file that has become a parent since it was given, and has been read then. */
export function parentError(error: unknown, name: string): unknown {
  if (!(error instanceof CallError) || error.info.about !== 'given') return error
  // Without a cause it was the read that was too short.
  return error.cause === undefined
    ? fileChanged(parent(name), error)
    : readError(error.cause, parent(name), true)
}

const copyError = (code: ErrorInfo['code'], message: string, cause: unknown): CallError =>
  new CallError(code, message, { about: 'target', cause })

/** For what a write of the copy throws, unless the caller has aborted it. */
export function writeError(error: unknown): Error {
  if (isFull(error)) {
    return copyError(
      'no-space',
      'There is not enough space for the copy. Nothing has been kept of it.',
      error,
    )
  }
  switch (nameOf(error)) {
    case 'CallError':
      return error as Error
    case 'NotAllowedError':
    case 'SecurityError':
      return copyError(
        'no-permission',
        'The browser may no longer write to this folder. Choose the folder again.',
        error,
      )
    case 'NoModificationAllowedError':
      return copyError(
        'no-permission',
        'Another program or tab is writing to the copy. Choose another name.',
        error,
      )
    case 'NotFoundError':
      return copyError(
        'file-missing',
        'The folder of the copy is no longer there. Choose another folder.',
        error,
      )
    case 'AbortError':
      return copyError(
        'no-permission',
        'The browser’s own check of downloads refused the copy. Nothing has been kept of it.',
        error,
      )
    default:
      return copyError('internal', `The copy cannot be written: ${textOf(error)}`, error)
  }
}

/** For a copy that is not what was written. `what`: a sentence without its end. */
export const notAsPlanned = (what: string): CallError =>
  copyError('verify-failed', `${what}. It must not be used.`, undefined)

/** Whatever a handler throws, as it crosses the worker. */
export function errorInfo(error: unknown): ErrorInfo {
  if (error instanceof CallError) return error.info
  if (error instanceof AbsentBytes) {
    return { code: 'not-in-skeleton', message: error.message, about: 'source' }
  }
  if (nameOf(error) === 'AbortError') return { code: 'aborted', message: 'Cancelled.' }
  return { code: 'internal', message: `Something went wrong inside the app: ${textOf(error)}` }
}
