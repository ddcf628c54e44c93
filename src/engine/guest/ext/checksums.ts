/** The checksums of what describes an ext file system: CRC-32C of nearly everything, or CRC-16 of group descriptors alone. */
import { crc32c } from '../../bytes/hash/crc32c.ts'
import type { Head } from '../volumes/head.ts'
import type { ExtLayout } from './ext-layout.ts'

/** Read-only features. */
const GROUP_CHECKSUMS = 0x10
const METADATA_CHECKSUMS = 0x400
/** Incompatible. */
const SEED_IN_SUPERBLOCK = 0x2000

/** The reversed polynomials of CRC-32C and of CRC-16 (that of ARC). */
const CASTAGNOLI = 0x82f63b78
const ARC = 0xa001
const SUPERBLOCK_CHECKSUM = 0x3fc
const DESCRIPTOR_CHECKSUM = 0x1e
const INODE_CHECKSUM_LOW = 0x7c
const INODE_CHECKSUM_HIGH = 0x82
const NOTHING = new Uint8Array(2)

export interface Checksums {
  readonly kind: 'none' | 'crc16' | 'crc32c'
  readonly uuid: Uint8Array
  /**
   * Every CRC-32C begins with a seed: that of the UUID, or one that the superblock keeps, so that the UUID may change.
   * These four bytes in front of the others give it.
   */
  readonly prefix: Uint8Array
}

/** What an inode's own structures begin their checksums with. */
export type InodeSeed = Uint8Array

export function readChecksums(superblock: Head, { features }: ExtLayout): Checksums {
  const uuid = superblock.copy().subarray(104, 120)
  const seed =
    (features.incompatible & SEED_IN_SUPERBLOCK) !== 0 ? superblock.u32(0x270) : ~crc32c(uuid)
  const kind =
    (features.readOnly & METADATA_CHECKSUMS) !== 0
      ? 'crc32c'
      : (features.readOnly & GROUP_CHECKSUMS) !== 0
        ? 'crc16'
        : 'none'
  return { kind, uuid, prefix: bytesThatGive(seed) }
}

/** The four bytes behind whose reading a CRC-32C stands at `seed`: its steps, backwards. */
function bytesThatGive(seed: number): Uint8Array {
  let state = seed | 0
  for (let bit = 0; bit < 32; bit++) {
    // Only a bit that was shifted out brings the polynomial's highest one in.
    state = state < 0 ? ((state ^ CASTAGNOLI) << 1) | 1 : state << 1
  }
  return u32(~state)
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value, true)
  return bytes
}

/** Linux does not turn the bits of the result over. */
const checksumOf = (...parts: readonly Uint8Array[]): number => ~crc32c(...parts) >>> 0

/** That of a superblock of 1024 bytes; `undefined` where its file system has none. */
export const superblockChecksum = (superblock: Head): number | undefined =>
  (superblock.u32(100) & METADATA_CHECKSUMS) === 0
    ? undefined
    : checksumOf(superblock.copy().subarray(0, SUPERBLOCK_CHECKSUM))

/** Whether a superblock is as it was written; a file system without checksums does not say. */
export function isSuperblockRight(superblock: Head): boolean {
  const checksum = superblockChecksum(superblock)
  return checksum === undefined || checksum === superblock.u32(SUPERBLOCK_CHECKSUM)
}

/** `descriptor` is all of one, as long as the layout says. `undefined` where it has no checksum. */
export function isDescriptorRight(
  { kind, uuid, prefix }: Checksums,
  group: number,
  descriptor: Uint8Array,
): boolean | undefined {
  if (kind === 'none') return undefined
  const stored = (descriptor[0x1e] ?? 0) + 256 * (descriptor[0x1f] ?? 0)
  const before = descriptor.subarray(0, DESCRIPTOR_CHECKSUM)
  const behind = descriptor.subarray(DESCRIPTOR_CHECKSUM + 2)
  if (kind === 'crc16') return crc16(uuid, u32(group), before, behind) === stored
  return (checksumOf(prefix, u32(group), before, NOTHING, behind) & 0xffff) === stored
}

function crc16(...parts: readonly Uint8Array[]): number {
  let state = 0xffff
  for (const part of parts) {
    for (const byte of part) {
      state ^= byte
      for (let bit = 0; bit < 8; bit++) state = state & 1 ? (state >>> 1) ^ ARC : state >>> 1
    }
  }
  return state
}

/** Number and generation of an inode go into all checksums of what belongs to it. */
export function inodeSeed({ prefix }: Checksums, number: number, generation: number): InodeSeed {
  const seed = new Uint8Array(12)
  seed.set(prefix)
  seed.set(u32(number), 4)
  seed.set(u32(generation), 8)
  return seed
}

/** `inode` is all of one. Of old ones only half of the checksum is kept. */
export function isInodeRight(seed: InodeSeed, inode: Head): boolean {
  const bytes = inode.copy()
  const hasHigh = inode.length > 128 && inode.u16(0x80) >= 4
  const low = inode.u16(INODE_CHECKSUM_LOW)
  bytes.fill(0, INODE_CHECKSUM_LOW, INODE_CHECKSUM_LOW + 2)
  if (hasHigh) bytes.fill(0, INODE_CHECKSUM_HIGH, INODE_CHECKSUM_HIGH + 2)
  const sum = checksumOf(seed, bytes)
  return hasHigh ? sum === low + inode.u16(INODE_CHECKSUM_HIGH) * 2 ** 16 : (sum & 0xffff) === low
}

/** Whether the bytes [0, end) of a block of an inode's have the checksum that `stored` says. */
export const isBlockRight = (
  seed: InodeSeed,
  parts: readonly Uint8Array[],
  stored: number,
): boolean => checksumOf(seed, ...parts) === stored
