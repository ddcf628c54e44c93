/** Why changes cannot be journalled. The messages are for the user. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { formatBytes, formatHex } from '../bytes/format.ts'

/** The updates must hold together, and the log is too small for that. */
export class LogFullError extends Error {
  override readonly name = 'LogFullError'
  /** Bytes that one entry would take. */
  readonly needed: number
  /** Bytes that the log has for entries. */
  readonly available: number

  constructor(needed: number, available: number) {
    super(
      `The change needs an entry of ${formatBytes(needed)}, but the log has room for ${formatBytes(available)}.`,
    )
    this.needed = needed
    this.available = available
  }
}

/** A place that the log must not be used for (§2.3). */
export class JournalTargetError extends Error {
  override readonly name = 'JournalTargetError'
  readonly at: ByteRange

  /** `owner` says whose bytes they are: "the file identifier". */
  constructor(at: ByteRange, owner: string) {
    super(
      `The log changes metadata only: ${formatBytes(at.length)} at ${formatHex(at.offset)} belong to ${owner}.`,
    )
    this.at = at
  }
}

/** The image is in no state to be changed. */
export class CannotJournalError extends Error {
  override readonly name = 'CannotJournalError'
}
