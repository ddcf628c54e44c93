/** NTFS by its boot sector, and by the record of $Volume: its label, and whether it is marked as dirty. */
import { position } from '../../bytes/byte-source.ts'
import { type FoundFileSystem, signsOf } from './file-system.ts'
import type { Head } from './head.ts'
import { attributesOf, residentValue, withoutGuards } from './ntfs-record.ts'
import type { VolumeReader } from './volume-reader.ts'

export interface NtfsBootSector extends FoundFileSystem {
  /** Bytes; 0 where it says none that can be. */
  readonly sectorSize: number
  readonly clusterSize: number
  readonly recordSize: number
  /** Where the table of files begins, in clusters. */
  readonly mft: bigint
  /** Where the copy of its first records begins, in clusters. */
  readonly mirror: bigint
  /** Of a block of a directory’s names, where the directory does not say it; bytes. */
  readonly indexBlockSize: number
}

/** The record of $Volume in the table of files. */
const VOLUME_RECORD = 3n
const VOLUME_NAME = 0x60
const VOLUME_INFORMATION = 0x70
const DIRTY = 1
const MIN_RECORD = 512
const MAX_RECORD = 4096

const isPowerOfTwo = (value: number): boolean => value > 0 && (value & (value - 1)) === 0

/** Whether records can have so many bytes. */
export const isRecordSize = (size: number): boolean =>
  isPowerOfTwo(size) && size >= MIN_RECORD && size <= MAX_RECORD

/** `undefined` where the bytes are no boot sector of an NTFS. */
export function readNtfsBootSector(head: Head): NtfsBootSector | undefined {
  if (!head.has(3, 'NTFS    ')) return undefined
  const declared = head.u16(11)
  const sectorSize = isPowerOfTwo(declared) && declared >= 256 && declared <= 4096 ? declared : 0
  // Of large clusters the power of two is written, as a negative number.
  const perCluster = head.u8(13) > 0x80 ? 2 ** (0x100 - head.u8(13)) : head.u8(13)
  const clusterSize = isPowerOfTwo(perCluster) ? perCluster * sectorSize : 0
  // Clusters, or the power of two of bytes as a negative number.
  const sizeAt = (at: number): number =>
    head.u8(at) < 0x80 ? head.u8(at) * clusterSize : 2 ** Math.min(0x100 - head.u8(at), 31)
  return {
    kind: 'NTFS',
    id: head.serial(0x48, 8),
    size: head.u64(0x28) * BigInt(sectorSize),
    sectorSize,
    clusterSize,
    recordSize: sizeAt(0x40),
    mft: head.u64(0x30),
    mirror: head.u64(0x38),
    indexBlockSize: sizeAt(0x44),
  }
}

/** With what $Volume says, where its record is there. */
export async function readNtfs(
  head: Head,
  volume: VolumeReader,
): Promise<FoundFileSystem | undefined> {
  const found = readNtfsBootSector(head)
  if (found === undefined || found.clusterSize === 0) return found
  const { recordSize, clusterSize, mft } = found
  if (!isRecordSize(recordSize)) return found
  const at = position(mft * BigInt(clusterSize) + VOLUME_RECORD * BigInt(recordSize))
  const read = at === undefined ? undefined : await volume.read(at, recordSize)
  const record = read && withoutGuards(read, 'FILE')
  return record ? { ...found, ...readVolumeRecord(record) } : found
}

function readVolumeRecord(record: Head): Partial<FoundFileSystem> {
  let label: string | undefined
  let flags: number | undefined
  for (const attribute of attributesOf(record)) {
    if (!attribute.isResident) continue
    const { offset, length } = residentValue(record, attribute)
    if (attribute.type === VOLUME_NAME) {
      label = record.wideLabel(offset, Math.min(length, MAX_RECORD))
    }
    if (attribute.type === VOLUME_INFORMATION) flags = record.u16(offset + 10)
  }
  if (flags === undefined) return { label }
  return { label, signs: signsOf(['in-use', (flags & DIRTY) !== 0]), tellsClean: true }
}
