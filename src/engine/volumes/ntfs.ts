/** NTFS by its boot sector, and by the record of $Volume: its label, and whether it is marked as dirty. */
import { position } from '../bytes/byte-source.ts'
import { type FoundFileSystem, signsOf } from './file-system.ts'
import { Head } from './head.ts'
import type { VolumeReader } from './volume-reader.ts'

export interface NtfsBootSector extends FoundFileSystem {
  /** Bytes; 0 where it says none that can be. */
  readonly sectorSize: number
  readonly clusterSize: number
  readonly recordSize: number
  /** Where the table of files begins, in clusters. */
  readonly mft: bigint
}

/** The record of $Volume in the table of files. */
const VOLUME_RECORD = 3n
const VOLUME_NAME = 0x60
const VOLUME_INFORMATION = 0x70
const LAST_ATTRIBUTE = 0xffff_ffff
const DIRTY = 1
const MIN_RECORD = 512
const MAX_RECORD = 4096
/** In place of the ends of pieces of so many bytes stands a guard, whatever the sectors are. */
const PIECE = 512

const isPowerOfTwo = (value: number): boolean => value > 0 && (value & (value - 1)) === 0

/** `undefined` where the bytes are no boot sector of an NTFS. */
export function readNtfsBootSector(head: Head): NtfsBootSector | undefined {
  if (!head.has(3, 'NTFS    ')) return undefined
  const declared = head.u16(11)
  const sectorSize = isPowerOfTwo(declared) && declared >= 256 && declared <= 4096 ? declared : 0
  // Of large clusters the power of two is written, as a negative number.
  const perCluster = head.u8(13) > 0x80 ? 2 ** (0x100 - head.u8(13)) : head.u8(13)
  const clusterSize = isPowerOfTwo(perCluster) ? perCluster * sectorSize : 0
  const record = head.u8(0x40)
  return {
    kind: 'NTFS',
    id: head.serial(0x48, 8),
    size: head.u64(0x28) * BigInt(sectorSize),
    sectorSize,
    clusterSize,
    recordSize: record < 0x80 ? record * clusterSize : 2 ** Math.min(0x100 - record, 31),
    mft: head.u64(0x30),
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
  if (!isPowerOfTwo(recordSize) || recordSize < MIN_RECORD || recordSize > MAX_RECORD) return found
  const at = position(mft * BigInt(clusterSize) + VOLUME_RECORD * BigInt(recordSize))
  const read = at === undefined ? undefined : await volume.read(at, recordSize)
  const record = read && wholeRecord(read)
  return record ? { ...found, ...readVolumeRecord(record) } : found
}

/** The record with the bytes that its guards stand for; `undefined` where it was not written as a whole. */
function wholeRecord(record: Head): Head | undefined {
  const [guards, count] = [record.u16(4), record.u16(6)]
  if (!record.has(0, 'FILE') || count !== record.length / PIECE + 1) return undefined
  const bytes = record.copy()
  for (let piece = 1; piece < count; piece++) {
    const [end, kept] = [piece * PIECE - 2, guards + 2 * piece]
    if (record.u16(end) !== record.u16(guards)) return undefined
    bytes.set([record.u8(kept), record.u8(kept + 1)], end)
  }
  return new Head(bytes)
}

function readVolumeRecord(record: Head): Partial<FoundFileSystem> {
  let label: string | undefined
  let flags: number | undefined
  for (let at = record.u16(0x14), length = 0; at + 24 <= record.length; at += length) {
    const type = record.u32(at)
    length = record.u32(at + 4)
    if (type === LAST_ATTRIBUTE || length < 24) break
    const isResident = record.u8(at + 8) === 0
    const value = at + record.u16(at + 0x14)
    if (isResident && type === VOLUME_NAME) {
      label = record.wideLabel(value, Math.min(record.u32(at + 0x10), MAX_RECORD))
    }
    if (isResident && type === VOLUME_INFORMATION) flags = record.u16(value + 10)
  }
  if (flags === undefined) return { label }
  return { label, signs: signsOf(['in-use', (flags & DIRTY) !== 0]), tellsClean: true }
}
