/** Btrfs by its superblock, of which there are up to three copies at fixed places. */
import { KIB, MIB } from '../../format/layout.ts'
import { type FoundFileSystem, signsOf } from './file-system.ts'
import type { Head } from './head.ts'

/** From the beginning of the volume. */
export const BTRFS_SUPERBLOCK = 64 * KIB
export const BTRFS_SECOND_SUPERBLOCK = 64 * MIB
export const BTRFS_SUPERBLOCK_SIZE = 4 * KIB
const ERROR_FLAG = 4n

export interface BtrfsSuperblock extends FoundFileSystem {
  /** Where this copy says that it is, from the beginning of the volume. */
  readonly place: bigint
}

/** The superblock at `at` of these bytes. That one is in use it does not say: each state on disk is whole. */
export function readBtrfsSuperblock(head: Head, at: number): BtrfsSuperblock | undefined {
  if (!head.has(at + 64, '_BHRfS_M')) return undefined
  return {
    kind: 'Btrfs',
    id: head.uuid(at + 32),
    label: head.label(at + 299, 256),
    // Of this device: the file system may have several.
    size: head.u64(at + 0xd1),
    signs: signsOf(
      ['journal', head.u64(at + 0x60) !== 0n],
      ['errors', (head.u64(at + 0x38) & ERROR_FLAG) !== 0n],
    ),
    place: head.u64(at + 0x30),
  }
}
