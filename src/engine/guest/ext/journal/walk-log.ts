/** The log of a journal, block by block, as far as its transactions follow one another. */
import type { Run } from '../../../bytes/byte-source.ts'
import { takeTurn } from '../../../bytes/pace.ts'
import { Head } from '../../volumes/head.ts'
import {
  COMMIT,
  DESCRIPTOR,
  REVOKE,
  readBlockHeader,
  readTags,
  type Tag,
} from './journal-blocks.ts'
import type { JournalLog } from './journal-log.ts'
import type { JournalSuperblock } from './journal-superblock.ts'

/** A block of the log that describes. */
export interface LogBlock {
  readonly type: typeof DESCRIPTOR | typeof COMMIT | typeof REVOKE
  /** Of its transaction. */
  readonly sequence: number
  readonly bytes: Uint8Array
  readonly head: Head
  /** Of a descriptor: what follows it. */
  readonly data: readonly LoggedBlock[]
}

export interface LoggedBlock extends Tag {
  /** In the journal. */
  readonly index: number
}

/** The transaction behind another; numbers go round. */
const after = (sequence: number): number => (sequence + 1) >>> 0

/** Whether transaction `a` is older than `b`, however often numbers went round. */
export const isOlder = (a: number, b: number): boolean => ((a - b) | 0) < 0

/**
 * In order, up to the first block that does not belong to the transaction that has its turn, to that with the number `end`
 * where one is given, or once around the ring. The answer of the generator is the transaction that would come next.
 */
export async function* walkLog(
  log: JournalLog,
  journal: JournalSuperblock,
  { end, run }: { readonly end?: number | undefined; readonly run?: Run | undefined },
): AsyncGenerator<LogBlock, number> {
  const length = journal.end - journal.first
  const wrapped = (steps: number): number =>
    journal.first + ((journal.start - journal.first + steps) % length)
  let sequence = journal.sequence
  for (let steps = 0; steps < length && sequence !== end; ) {
    await takeTurn(run)
    run?.onProgress?.(steps, length)
    const bytes = await log.read(wrapped(steps++))
    const head = bytes && new Head(bytes)
    const header = head && readBlockHeader(head)
    if (!header || header.sequence !== sequence || !isKnown(header.type)) break
    const tags = header.type === DESCRIPTOR ? readTags(journal, head) : []
    const data = tags.map((tag, i) => ({ ...tag, index: wrapped(steps + i) }))
    steps += tags.length
    yield { type: header.type, sequence, bytes, head, data }
    if (header.type === COMMIT) sequence = after(sequence)
  }
  return sequence
}

const isKnown = (type: number): type is LogBlock['type'] =>
  type === DESCRIPTOR || type === COMMIT || type === REVOKE
