/** The first pass of a journal's recovery: up to which transaction the log is whole. */
import type { Run } from '../../../bytes/byte-source.ts'
import { type Refused, refused } from '../../../bytes/refused.ts'
import { COMMIT, committedAt, DESCRIPTOR, hasBlockChecksums } from './journal-blocks.ts'
import {
  addBlock,
  isCommitRight,
  isTailRight,
  isTransactionRight,
  NO_BLOCKS,
} from './journal-checksums.ts'
import type { JournalLog } from './journal-log.ts'
import type { JournalSuperblock } from './journal-superblock.ts'
import { type LogBlock, walkLog } from './walk-log.ts'

export interface LogScan {
  readonly ok: true
  /** The first transaction that is not replayed. */
  readonly end: number
  /** How many are in front of it. */
  readonly transactions: number
  /** Why the last one does not count, where it has a commit block. */
  readonly problem: string | undefined
}

/**
 * As Linux does it. A wrong checksum is no fault where the commit block behind it is older than those before: what follows
 * was left by an earlier use of the log.
 */
export async function scanLog(
  log: JournalLog,
  journal: JournalSuperblock,
  run?: Run,
): Promise<LogScan | Refused> {
  let transactions = 0
  let latest = 0n
  let sum = NO_BLOCKS
  /** A descriptor or revoke block of the transaction has a wrong checksum. */
  let isDoubtful = false
  const blocks = walkLog(log, journal, { run })
  for (;;) {
    const { value, done } = await blocks.next()
    if (done) return { ok: true, end: value, transactions, problem: undefined }
    if (value.type !== COMMIT) {
      if (hasBlockChecksums(journal)) isDoubtful ||= !isTailRight(journal, value.bytes)
      else if (journal.checksums === 'v1') sum = await sumOf(log, value, sum)
      continue
    }
    const time = committedAt(value.head)
    const isOld = time < latest
    if (isDoubtful && !isOld) {
      return refused(
        `Its journal is damaged: transaction ${value.sequence} has a wrong checksum, and is no remainder of an earlier one.`,
      )
    }
    const isRight =
      !isDoubtful &&
      (journal.checksums === 'v1'
        ? isTransactionRight(value.head, sum)
        : !hasBlockChecksums(journal) || isCommitRight(journal, value.bytes))
    if (!isRight) {
      const problem = isOld
        ? undefined
        : `Transaction ${value.sequence} of the journal has a wrong checksum: it and all behind it are left out.`
      return { ok: true, end: value.sequence, transactions, problem }
    }
    latest = time
    sum = NO_BLOCKS
    transactions++
  }
}

/** Of descriptors and the blocks behind them, not of revoke blocks. */
async function sumOf(log: JournalLog, { type, bytes, data }: LogBlock, before: number) {
  if (type !== DESCRIPTOR) return before
  let sum = addBlock(before, bytes)
  for (const { index } of data) {
    const block = await log.read(index)
    if (block) sum = addBlock(sum, block)
  }
  return sum
}
