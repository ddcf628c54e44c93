/** Spare copies of the first structures of file systems, at the places where their tools put them. */
import type { ByteSource } from '../../bytes/byte-source.ts'
import { BTRFS_SECOND_SUPERBLOCK, BTRFS_SUPERBLOCK_SIZE, readBtrfsSuperblock } from './btrfs.ts'
import { EXT_SUPERBLOCK_SIZE, readExtSuperblock } from './ext.ts'
import { readExfatBootSector, readFatBootSector } from './fat.ts'
import { type FileSystem, type FoundFileSystem, fileSystemOf } from './file-system.ts'
import { Head } from './head.ts'
import { readNtfsBootSector } from './ntfs.ts'
import { readXfsSuperblock, XFS_SUPERBLOCK_SIZE } from './xfs.ts'

const SECTOR = 512

/** A file system that no partition points to, or whose beginning is written over. */
export interface LostFileSystem {
  readonly fileSystem: FileSystem
  /** Where it begins on the disk, in bytes. */
  readonly start: number
  /** Where copies of its first structure are on the disk; none where it was found by that one itself. */
  readonly spare: readonly number[]
  /** Of an ext file system that was found by spare copies: their blocks, in order, and how large blocks are. */
  readonly blocks?: { readonly size: number; readonly spare: readonly number[] }
}

/** By their beginning: for volumes that begin at one of `starts`, or end at one of `ends`. */
export async function spareCopies(
  disk: ByteSource,
  starts: readonly number[],
  ends: readonly number[],
): Promise<readonly LostFileSystem[]> {
  const found: (LostFileSystem | undefined)[] = []
  for (const start of starts) {
    found.push(await spareExt(disk, start))
    found.push(await spareFat(disk, start), await spareExfat(disk, start))
    found.push(await spareBtrfs(disk, start), await spareXfs(disk, start, ends))
  }
  found.push(...(await spareNtfs(disk, ends)))
  return found.filter((each) => each !== undefined)
}

/** `undefined` where the disk does not have all of it. */
async function headAt(disk: ByteSource, at: number, length: number): Promise<Head | undefined> {
  if (at < 0 || at + length > disk.size) return undefined
  return new Head(await disk.read(at, length))
}

/** What copies say of how the volume was left is old. */
const leftBy = ({ kind, id, label, size }: FoundFileSystem) =>
  fileSystemOf({ kind, id, label, size })

const EXT_BLOCK_SIZES = [4096, 1024, 2048]
/** Groups 0 and 1, and powers of 3, 5 and 7 have a copy (“sparse_super”). */
const EXT_GROUPS = [1, 3, 5, 7, 9, 25, 27, 49, 81, 125, 243, 343]
const ENOUGH = 4

/** Groups have so many blocks as one block has bits, as mke2fs makes them. */
export async function spareExt(
  disk: ByteSource,
  start: number,
): Promise<LostFileSystem | undefined> {
  for (const size of EXT_BLOCK_SIZES) {
    const first = size === 1024 ? 1 : 0
    const perGroup = 8 * size
    const blocks: number[] = []
    let known: FoundFileSystem | undefined
    for (const group of EXT_GROUPS) {
      const block = first + group * perGroup
      const head = await headAt(disk, start + block * size, EXT_SUPERBLOCK_SIZE)
      if (head === undefined || blocks.length >= ENOUGH) break
      const copy = readExtSuperblock(head, 0)
      const fits =
        copy?.group === group && copy.blockSize === size && copy.blocksPerGroup === perGroup
      if (!fits || (known && known.id !== copy.id)) continue
      known ??= copy
      blocks.push(block)
    }
    if (!known) continue
    const spare = blocks.map((block) => start + block * size)
    return { fileSystem: leftBy(known), start, spare, blocks: { size, spare: blocks } }
  }
  return undefined
}

const hasEnd = (head: Head): boolean => head.has(510, '\x55\xaa')

/** FAT32 keeps its boot sector again in sector 6. */
async function spareFat(disk: ByteSource, start: number): Promise<LostFileSystem | undefined> {
  const at = start + 6 * SECTOR
  const head = await headAt(disk, at, SECTOR)
  const copy = head && readFatBootSector(head)
  if (copy?.kind !== 'FAT32' || !head || !hasEnd(head) || head.u16(50) !== 6) return undefined
  return { fileSystem: leftBy(copy), start, spare: [at] }
}

/** exFAT keeps its boot sector again in sector 12. */
async function spareExfat(disk: ByteSource, start: number): Promise<LostFileSystem | undefined> {
  for (const sector of [SECTOR, 4096]) {
    const at = start + 12 * sector
    const head = await headAt(disk, at, SECTOR)
    const copy = head && readExfatBootSector(head)
    if (copy && head && hasEnd(head) && 2 ** head.u8(108) === sector) {
      return { fileSystem: leftBy(copy), start, spare: [at] }
    }
  }
  return undefined
}

async function spareBtrfs(disk: ByteSource, start: number): Promise<LostFileSystem | undefined> {
  const at = start + BTRFS_SECOND_SUPERBLOCK
  const head = await headAt(disk, at, BTRFS_SUPERBLOCK_SIZE)
  const copy = head && readBtrfsSuperblock(head, 0)
  if (copy?.place !== BigInt(BTRFS_SECOND_SUPERBLOCK)) return undefined
  return { fileSystem: leftBy(copy), start, spare: [at] }
}

const XFS_BLOCK_SIZE = 4096
/** mkfs.xfs divides a volume of less than 4 TiB into so many groups. */
const XFS_GROUPS = 4

/** Each group begins with a copy; where the second one begins follows from where the volume ended. */
async function spareXfs(
  disk: ByteSource,
  start: number,
  ends: readonly number[],
): Promise<LostFileSystem | undefined> {
  for (const end of ends) {
    const blocks = Math.floor((end - start) / XFS_BLOCK_SIZE)
    const at = start + Math.ceil(blocks / XFS_GROUPS) * XFS_BLOCK_SIZE
    const head = blocks > 0 ? await headAt(disk, at, XFS_SUPERBLOCK_SIZE) : undefined
    const copy = head && readXfsSuperblock(head)
    if (copy && start + copy.groupBlocks * copy.blockSize === at) {
      return { fileSystem: leftBy(copy), start, spare: [at] }
    }
  }
  return undefined
}

/** In front of each end so much is searched: volumes end at whole sectors or clusters before it. */
const NTFS_SEARCHED = 64 * 1024

/** NTFS keeps its boot sector again behind its last sector, which is the last one of its partition. */
async function spareNtfs(
  disk: ByteSource,
  ends: readonly number[],
): Promise<readonly LostFileSystem[]> {
  const found = new Map<number, LostFileSystem>()
  for (const end of ends) {
    const length = Math.min(NTFS_SEARCHED, end)
    const head = await headAt(disk, end - length, length)
    for (let from = 0; head && from + SECTOR <= length; from += SECTOR) {
      if (!head.has(from + 3, 'NTFS    ')) continue
      const at = end - length + from
      const sector = await headAt(disk, at, SECTOR)
      const copy = sector && readNtfsBootSector(sector)
      const start = copy?.size ? at - Number(copy.size) : -1
      if (!copy || !sector || !hasEnd(sector) || start < 0) continue
      found.set(start, { fileSystem: leftBy(copy), start, spare: [at] })
    }
  }
  return [...found.values()]
}
