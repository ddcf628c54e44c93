/** The blocks of a journal's log that describe it: what comes behind a descriptor, what a revoke block takes back. */
import type { Head } from '../../volumes/head.ts'
import { JOURNAL_MAGIC, type JournalSuperblock } from './journal-superblock.ts'

const HEADER = 12
export const DESCRIPTOR = 1
export const COMMIT = 2
export const REVOKE = 5
/** Of a tag: the block began with the magic number of the log, and zeros stand in its place. */
const ESCAPED = 1
const SAME_UUID = 2
const LAST_TAG = 8
const UUID = 16
/** Behind all else of a block. */
export const BLOCK_TAIL = 4

/** What the log says of one block that it holds. */
export interface Tag {
  /** In the volume. */
  readonly block: number
  readonly isEscaped: boolean
  /** Of v2 only the lower half. */
  readonly checksum: number
}

/** Type and transaction of a block that describes; `undefined` of any other. */
export const readBlockHeader = (
  head: Head,
): { readonly type: number; readonly sequence: number } | undefined =>
  head.bigEndian32(0) === JOURNAL_MAGIC
    ? { type: head.bigEndian32(4), sequence: head.bigEndian32(8) }
    : undefined

export const hasBlockChecksums = ({ checksums }: JournalSuperblock): boolean =>
  checksums === 'v2' || checksums === 'v3'

/** The blocks that follow a descriptor, in order. */
export function readTags(journal: JournalSuperblock, head: Head): readonly Tag[] {
  const { has64Bits, checksums } = journal
  const length = tagLength(journal)
  const end = head.length - (hasBlockChecksums(journal) ? BLOCK_TAIL : 0)
  const tags: Tag[] = []
  for (let at = HEADER; at + length <= end; ) {
    const flags = head.bigEndian16(at + 6)
    const high = has64Bits ? head.bigEndian32(at + 8) * 2 ** 32 : 0
    tags.push({
      block: high + head.bigEndian32(at),
      isEscaped: (flags & ESCAPED) !== 0,
      checksum: checksums === 'v3' ? head.bigEndian32(at + 12) : head.bigEndian16(at + 4),
    })
    at += length + ((flags & SAME_UUID) === 0 ? UUID : 0)
    if ((flags & LAST_TAG) !== 0) break
  }
  return tags
}

/** Of v3 all have the same; before, the number's upper half is there if it is needed, and 2 bytes more with v2. */
function tagLength({ checksums, has64Bits }: JournalSuperblock): number {
  if (checksums === 'v3') return 16
  return 8 + (has64Bits ? 4 : 0) + (checksums === 'v2' ? 2 : 0)
}

/** The blocks of the volume that a revoke block names; `undefined` where it says that it is longer than it is. */
export function readRevoked(journal: JournalSuperblock, head: Head): readonly number[] | undefined {
  const length = journal.has64Bits ? 8 : 4
  const end = head.bigEndian32(HEADER)
  if (end > head.length - (hasBlockChecksums(journal) ? BLOCK_TAIL : 0)) return undefined
  const blocks: number[] = []
  for (let at = HEADER + 4; at + length <= end; at += length) {
    blocks.push(length === 8 ? Number(head.bigEndian64(at)) : head.bigEndian32(at))
  }
  return blocks
}

/** When a transaction was committed, in seconds: later ones of the same log have later times. */
export const committedAt = (head: Head): bigint => head.bigEndian64(0x30)
