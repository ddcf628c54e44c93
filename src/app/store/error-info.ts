/** What went wrong, as data for the screen, from whatever was thrown. */
import type { ErrorCode, ErrorInfo } from '../../worker/protocol/protocol.ts'

const isErrorInfo = (value: unknown): value is ErrorInfo =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value
    ? typeof value.code === 'string' && typeof value.message === 'string'
    : false

/** DOM exceptions of the file system, by name, in our words. */
const FILE_SYSTEM: Readonly<Record<string, ErrorInfo>> = {
  AbortError: { code: 'aborted', message: 'It was cancelled.' },
  NotFoundError: { code: 'file-missing', message: 'The file or folder is no longer there.' },
  NotAllowedError: {
    code: 'no-permission',
    message: 'The browser was not allowed to write into this folder.',
  },
  SecurityError: {
    code: 'no-permission',
    message: 'The browser does not allow access to this folder.',
  },
  NoModificationAllowedError: {
    code: 'in-use',
    message: 'The file is in use by another program or another tab.',
  },
  QuotaExceededError: { code: 'no-space', message: 'There is not enough space in this folder.' },
  NotReadableError: { code: 'unreadable', message: 'The browser cannot read the file.' },
}

/** An error of the worker carries its information; an exception of the browser is put into words. */
export function errorInfo(thrown: unknown): ErrorInfo {
  const carried = typeof thrown === 'object' && thrown !== null && 'info' in thrown && thrown.info
  if (isErrorInfo(carried)) return carried
  const known = thrown instanceof DOMException ? FILE_SYSTEM[thrown.name] : undefined
  if (known) return known
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'internal', message: `Something went wrong inside the app: ${message}` }
}

export const hasCode = (thrown: unknown, ...codes: readonly ErrorCode[]): boolean =>
  codes.includes(errorInfo(thrown).code)
