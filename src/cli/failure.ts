/** What goes wrong outside of the image, as one sentence each. */
import { printable } from './printable.ts'

/** Ends a command with exit status 1; the message is the sentence that the user reads. */
export class Failure extends Error {
  /** Why, in words that go on a sentence, and the system's code for it: where a call to the system failed. */
  readonly reason: string | undefined
  readonly code: string | undefined

  constructor(message: string, { reason, code }: Partial<Pick<Failure, 'reason' | 'code'>> = {}) {
    super(message)
    this.reason = reason
    this.code = code
  }
}

/** What is asked for cannot be asked for: ends a command with exit status 2. The message is one sentence. */
export class Usage extends Error {}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user has no permission',
  EBUSY: 'it is in use',
  EDQUOT: 'the user’s disk quota is used up',
  EEXIST: 'it exists already, and nothing is ever overwritten',
  EFBIG: 'the file would be larger than is allowed there',
  EINVAL: 'it is not a regular file',
  EIO: 'the device reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'there are too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'there is no space left on the device',
  ENOTDIR: 'a part of its path is not a folder',
  EPERM: 'it is not permitted',
  EROFS: 'the file system is read-only',
}

/** The system's word for what went wrong; empty where it is not the system that complains. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** Why, in words that go on a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof Failure && error.reason !== undefined) return error.reason
  const message = error instanceof Error ? error.message : String(error)
  return REASONS[codeOf(error)] ?? printable(message)
}

/** `doing` is what failed: "a.vhdx cannot be read". */
export function failure(doing: string, error: unknown): Failure {
  if (error instanceof Failure) return error
  const reason = reasonOf(error)
  return new Failure(`${printable(doing)}: ${reason}.`, { reason, code: codeOf(error) })
}

/** For `catch`: what the system says becomes a `Failure`. */
export const failing =
  (doing: string) =>
  (error: unknown): never => {
    throw failure(doing, error)
  }
