/** The GUID partition table, both copies (UEFI specification, chapter 5). */
import type { ByteSource } from '../../bytes/byte-source.ts'
import { NIL_GUID } from '../../bytes/guid.ts'
import { crc32 } from '../../bytes/hash/crc32.ts'
import { endOf } from '../../bytes/ranges.ts'
import { guidField, type Of, struct, text, u32, u64, utf16 } from '../../bytes/struct.ts'
import { lbaRange, type Partition, type TableProblem } from './partition.ts'
import { gptTypeName } from './partition-types.ts'

const GPT_SIGNATURE = 'EFI PART'
const MIN_HEADER_SIZE = 92
const CHECKSUM_OFFSET = 16

export const gptHeader = struct(
  { name: 'GPT Header', section: 'GPT', size: MIN_HEADER_SIZE },
  {
    signature: text(0, 8),
    revision: u32(8),
    headerSize: u32(12),
    headerChecksum: u32(16),
    reserved: u32(20),
    myLba: u64(24),
    alternateLba: u64(32),
    firstUsableLba: u64(40),
    lastUsableLba: u64(48),
    diskGuid: guidField(56),
    entriesLba: u64(72),
    entryCount: u32(80),
    entrySize: u32(84),
    entriesChecksum: u32(88),
  },
  {
    signature: 'Must be “EFI PART”.',
    revision: '1.0 is 0x10000.',
    headerSize: 'Bytes of the header that its checksum covers.',
    headerChecksum: 'CRC-32 of the header with this field taken as zero.',
    reserved: 'Must be zero.',
    myLba: 'The sector of this copy.',
    alternateLba: 'The sector of the other copy.',
    firstUsableLba: 'The first sector that a partition may have.',
    lastUsableLba: 'The last sector that a partition may have.',
    diskGuid: 'Identifies the disk.',
    entriesLba: 'The first sector of the entries.',
    entryCount: 'How many entries there are, in use or not.',
    entrySize: 'Bytes of an entry: 128 times a power of two.',
    entriesChecksum: 'CRC-32 of all entries.',
  },
)
export type GptHeader = Of<typeof gptHeader>

export const gptEntry = struct(
  { name: 'GPT Partition Entry', section: 'GPT', size: 128 },
  {
    type: guidField(0),
    id: guidField(16),
    firstLba: u64(32),
    lastLba: u64(40),
    attributes: u64(48),
    name: utf16(56, 72),
  },
  {
    type: 'What the partition is for; zero where the entry is not used.',
    id: 'Identifies the partition.',
    firstLba: 'Its first sector.',
    lastLba: 'Its last sector.',
    attributes: 'Flags.',
    name: 'What somebody has called it.',
  },
)

/** As many bytes of entries as are read, a hundred times what disks have. */
const MAX_ENTRIES_LENGTH = 2 ** 20

export interface GptCopy {
  readonly header: GptHeader
  /** Whether both checksums are right. */
  readonly valid: boolean
  readonly partitions: readonly Partition[]
  /** Of the copy: none where it is valid. */
  readonly problems: readonly TableProblem[]
  /** Of entries in use that are not among the partitions. */
  readonly placeProblems: readonly TableProblem[]
}

/** The copy whose header is at sector `lba`; `undefined` where none is. */
export async function readGpt(
  disk: ByteSource,
  lba: bigint,
  sectorSize: number,
): Promise<GptCopy | undefined> {
  const at = lbaRange(lba, 1n, sectorSize)
  if (at === undefined || at.offset < 0 || endOf(at) > disk.size) return undefined
  const sector = await disk.read(at.offset, at.length)
  const header = gptHeader.decode(sector)
  if (header.signature !== GPT_SIGNATURE) return undefined
  const problems: TableProblem[] = []
  if (!hasRightChecksum(sector, header)) problems.push('The checksum of the header does not match.')
  if (header.myLba !== lba) problems.push(`The header says that it is at sector ${header.myLba}.`)
  const entries = await readEntries(disk, header, sectorSize)
  if (entries === undefined) problems.push('The entries are not where the header says.')
  else if (crc32(entries) !== header.entriesChecksum) {
    problems.push('The checksum of the entries does not match.')
  }
  const read = entries && readPartitions(entries, header, sectorSize)
  return {
    header,
    valid: problems.length === 0,
    partitions: read?.partitions ?? [],
    problems,
    placeProblems: read?.problems ?? [],
  }
}

function hasRightChecksum(sector: Uint8Array, { headerSize, headerChecksum }: GptHeader): boolean {
  if (headerSize < MIN_HEADER_SIZE || headerSize > sector.length) return false
  const covered = sector.slice(0, headerSize)
  covered.fill(0, CHECKSUM_OFFSET, CHECKSUM_OFFSET + 4)
  return crc32(covered) === headerChecksum
}

async function readEntries(
  disk: ByteSource,
  { entriesLba, entryCount, entrySize }: GptHeader,
  sectorSize: number,
): Promise<Uint8Array | undefined> {
  const length = entryCount * entrySize
  const start = lbaRange(entriesLba, 0n, sectorSize)
  const isPossible = entrySize >= gptEntry.size && entrySize % 8 === 0
  if (!isPossible || length > MAX_ENTRIES_LENGTH || start === undefined) return undefined
  if (start.offset + length > disk.size) return undefined
  return disk.read(start.offset, length)
}

function readPartitions(
  entries: Uint8Array,
  { entryCount, entrySize }: GptHeader,
  sectorSize: number,
): Pick<GptCopy, 'partitions' | 'problems'> {
  const partitions: Partition[] = []
  const problems: TableProblem[] = []
  for (let index = 0; index < entryCount; index++) {
    const { type, id, firstLba, lastLba, name } = gptEntry.decode(entries, index * entrySize)
    if (type === NIL_GUID) continue
    const number = index + 1
    if (lastLba < firstLba) {
      problems.push(`Partition ${number} ends before it begins.`)
      continue
    }
    const at = lbaRange(firstLba, lastLba - firstLba + 1n, sectorSize)
    if (at === undefined) {
      problems.push(`Partition ${number} lies where no disk can be.`)
      continue
    }
    partitions.push({
      number,
      table: 'gpt',
      at,
      type,
      typeName: gptTypeName(type),
      name,
      id,
    })
  }
  return { partitions, problems }
}
