/** What the browser throws about its private storage, as one sentence that says what is left there. */

import { formatBytes } from '../../engine/bytes/format.ts'
import { CallError } from '../client.ts'
import { isFull, nameOf, textOf } from '../errors.ts'

const FULL = 'The browser’s private storage has no room left.'

export const noStorage = (cause?: unknown): CallError =>
  new CallError(
    'no-permission',
    'This browser gives the page no private storage, so there is no workbench: perhaps because the window is a private one.',
    { about: 'workbench', cause },
  )

export const noAnswer = (): CallError =>
  new CallError(
    'in-use',
    'The browser’s private storage does not answer, so the images of the workbench cannot be listed. Close the other tabs of this app, or restart the browser.',
    { about: 'workbench' },
  )

/** For what happens to a kept image as a whole: looking for it, opening it, deleting it. */
export function keptError(error: unknown, name: string): Error {
  const options = { about: 'workbench', cause: error } as const
  if (isFull(error)) return new CallError('no-space', FULL, options)
  switch (nameOf(error)) {
    case 'CallError':
    case 'AbortError':
      return error as Error
    case 'NotFoundError':
      return new CallError('file-missing', `“${name}” is no longer in the workbench.`, options)
    case 'NoModificationAllowedError':
      return new CallError(
        'in-use',
        `Another tab is writing to “${name}”. Try again when it is done, or close that tab.`,
        options,
      )
    case 'NotAllowedError':
    case 'SecurityError':
      return noStorage(error)
    default:
      return new CallError(
        'internal',
        `The browser’s private storage fails: ${textOf(error)}`,
        options,
      )
  }
}

/** For what ends an import. `free`: what the browser says it would give, in bytes. */
export function importError(error: unknown, needed: number, free: number | undefined): Error {
  const options = { about: 'workbench', cause: error } as const
  if (nameOf(error) === 'CallError' || nameOf(error) === 'AbortError') return error as Error
  if (!isFull(error)) {
    return new CallError('internal', `The image cannot be kept: ${textOf(error)}`, options)
  }
  // Chromium names 10 GiB whatever there is.
  const offer = free !== undefined && free < needed ? ` and offers about ${formatBytes(free)}` : ''
  return new CallError(
    'no-space',
    `The image needs ${formatBytes(needed)}, more than the browser’s private storage has room for${offer}. Nothing has been kept of it.`,
    options,
  )
}

/** What a failed write means: the reason for the user. */
export const writeFailure = (error: unknown): string =>
  isFull(error) ? FULL : `The browser could not write: ${textOf(error)}`
