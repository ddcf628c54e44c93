/** The superblock of a journal (JBD2): where the log begins, and what is in it. All numbers are big-endian. */
import { formatCount, formatHex } from '../../../bytes/format.ts'
import { crc32c } from '../../../bytes/hash/crc32c.ts'
import { type Refused, refused } from '../../../bytes/refused.ts'
import type { Head } from '../../volumes/head.ts'

export const JOURNAL_MAGIC = 0xc03b_3998
export const JOURNAL_SUPERBLOCK_SIZE = 1024
const VERSION_1 = 3
const VERSION_2 = 4
/** Compatible: commit blocks have a checksum of all blocks of their transaction. */
const CHECKSUM_V1 = 0x1
/** Incompatible features. */
const WIDE_NUMBERS = 0x2
const ASYNC_COMMIT = 0x4
const CHECKSUM_V2 = 0x8
const CHECKSUM_V3 = 0x10
const FAST_COMMIT = 0x20
/** These and REVOKE (0x1). */
const KNOWN_INCOMPATIBLE = 0x3f
const CRC32C = 4
/** What jbd2 leaves at the end for fast commits, where nothing is said, and how much log has to be left. */
const FAST_COMMIT_BLOCKS = 256
const MIN_LOG_BLOCKS = 1024

export interface JournalSuperblock {
  readonly ok: true
  /** The log is blocks [first, end) of the journal, a ring. */
  readonly first: number
  readonly end: number
  /** The block where the oldest transaction begins; 0 where there is none. */
  readonly start: number
  /** The number of that transaction. */
  readonly sequence: number
  /** What somebody has recorded as the reason why the journal was given up; 0 is none. */
  readonly error: number
  readonly has64Bits: boolean
  readonly hasAsyncCommit: boolean
  readonly hasFastCommit: boolean
  /** v1 is of commit blocks alone. */
  readonly checksums: 'none' | 'v1' | 'v2' | 'v3'
  /** In front of all that has a checksum, of v2 and v3. */
  readonly uuid: Uint8Array
  /** Whether its own checksum is right, of v2 and v3. */
  readonly isRight: boolean
}

/** `blocks` is how many the journal has, of `blockSize` bytes each. */
export function readJournalSuperblock(
  head: Head,
  { blocks, blockSize }: { readonly blocks: number; readonly blockSize: number },
): JournalSuperblock | Refused {
  const version = head.bigEndian32(4)
  if (head.bigEndian32(0) !== JOURNAL_MAGIC || (version !== VERSION_1 && version !== VERSION_2)) {
    return refused('Its journal has no superblock.')
  }
  const isNew = version === VERSION_2
  const [compatible, incompatible, readOnly] = [0x24, 0x28, 0x2c].map((at) =>
    isNew ? head.bigEndian32(at) : 0,
  ) as [number, number, number]
  const unknown = (incompatible & ~KNOWN_INCOMPATIBLE) | readOnly
  if (unknown !== 0) {
    return refused(`Its journal has features that are not known here: ${formatHex(unknown >>> 0)}.`)
  }
  const [size, length, first, start] = [0x0c, 0x10, 0x14, 0x1c].map((at) =>
    head.bigEndian32(at),
  ) as [number, number, number, number]
  if (size !== blockSize) {
    return refused(`Its journal says that blocks have ${formatCount(size)} bytes.`)
  }
  const hasFastCommit = (incompatible & FAST_COMMIT) !== 0
  const end = length - (hasFastCommit ? fastCommitBlocks(head, length) : 0)
  if (
    length > blocks ||
    first === 0 ||
    first >= end ||
    (start !== 0 && start < first) ||
    start >= end
  ) {
    return refused(
      `Its journal says that its log is blocks ${formatCount(first)} to ${formatCount(end)} and begins with ${formatCount(start)}, which cannot be.`,
    )
  }
  const isV3 = (incompatible & CHECKSUM_V3) !== 0
  const isV2 = (incompatible & CHECKSUM_V2) !== 0
  const hasOwn = isV3 || isV2
  if (hasOwn && (isV2 === isV3 || head.u8(0x50) !== CRC32C)) {
    return refused('Its journal says no kind of checksums that there is.')
  }
  return {
    ok: true,
    first,
    end,
    start,
    sequence: head.bigEndian32(0x18),
    error: head.bigEndian32(0x20) | 0,
    has64Bits: (incompatible & WIDE_NUMBERS) !== 0,
    hasAsyncCommit: (incompatible & ASYNC_COMMIT) !== 0,
    hasFastCommit,
    checksums: isV3 ? 'v3' : isV2 ? 'v2' : (compatible & CHECKSUM_V1) !== 0 ? 'v1' : 'none',
    uuid: head.copy().subarray(0x30, 0x40),
    isRight: !hasOwn || isRight(head),
  }
}

function fastCommitBlocks(head: Head, length: number): number {
  const count = head.bigEndian32(0x54) || FAST_COMMIT_BLOCKS
  return length - count < MIN_LOG_BLOCKS ? 0 : count
}

function isRight(head: Head): boolean {
  const bytes = head.copy().subarray(0, JOURNAL_SUPERBLOCK_SIZE)
  bytes.fill(0, 0xfc, 0x100)
  return ~crc32c(bytes) >>> 0 === head.bigEndian32(0xfc)
}
