/** The checksums of a journal: of its blocks by themselves (v2, v3), or of a whole transaction in its commit block (v1). */
import { crc32c } from '../../../bytes/hash/crc32c.ts'
import { Head } from '../../volumes/head.ts'
import { BLOCK_TAIL, type Tag } from './journal-blocks.ts'
import type { JournalSuperblock } from './journal-superblock.ts'

/** In a commit block. */
const TYPE = 12
const SIZE = 13
const STORED = 16
const CRC32 = 1
const NOTHING = new Uint8Array(4)

const checksumOf = (...parts: readonly Uint8Array[]): number => ~crc32c(...parts) >>> 0

/** `block` with its checksum at `at` left out, as v2 and v3 have it. */
const isRightAt = ({ uuid }: JournalSuperblock, block: Uint8Array, at: number): boolean =>
  checksumOf(uuid, block.subarray(0, at), NOTHING, block.subarray(at + 4)) ===
  new Head(block).bigEndian32(at)

/** Of a descriptor, or a revoke block. */
export const isTailRight = (journal: JournalSuperblock, block: Uint8Array): boolean =>
  isRightAt(journal, block, block.length - BLOCK_TAIL)

export const isCommitRight = (journal: JournalSuperblock, block: Uint8Array): boolean =>
  isRightAt(journal, block, STORED)

/** Whether a block of the volume is in the log as it was put there. */
export function isDataRight(
  { uuid, checksums }: JournalSuperblock,
  { checksum }: Tag,
  block: Uint8Array,
  sequence: number,
): boolean {
  const number = new Uint8Array(4)
  new DataView(number.buffer).setUint32(0, sequence)
  const sum = checksumOf(uuid, number, block)
  return checksum === (checksums === 'v3' ? sum : sum & 0xffff)
}

/** What a commit block of v1 says: `sum` is that of the blocks of its transaction. Who wrote none says so. */
export function isTransactionRight(commit: Head, sum: number): boolean {
  const [type, size, stored] = [commit.u8(TYPE), commit.u8(SIZE), commit.bigEndian32(STORED)]
  const isNone = type === 0 && size === 0 && stored === 0
  return isNone || (type === CRC32 && size === 4 && stored === sum)
}

/** Where the sum of a transaction begins. */
export const NO_BLOCKS = 0xffff_ffff

/** CRC-32 with its bits in the order of the polynomial, the only one here that goes so. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let state = byte << 24
  for (let bit = 0; bit < 8; bit++) state = state < 0 ? (state << 1) ^ 0x04c1_1db7 : state << 1
  return state
})

/** The sum after one more block. */
export function addBlock(sum: number, block: Uint8Array): number {
  let state = sum
  for (const byte of block) state = (state << 8) ^ (TABLE[(state >>> 24) ^ byte] ?? 0)
  return state >>> 0
}
