/** The master boot record and the chain of extended ones behind it. */
import type { ByteSource } from '../../bytes/byte-source.ts'
import { bits, type Of, struct, u32 } from '../../bytes/struct.ts'
import { lbaRange, type Partition, type TableProblem } from './partition.ts'
import { mbrTypeName } from './partition-types.ts'

/** Wherever sectors are larger, the record still is in the first 512 bytes of its sector. */
export const BOOT_RECORD_SIZE = 512
const TABLE_OFFSET = 446
const SIGNATURE_OFFSET = 510
const SIGNATURE = 0xaa55

export const mbrEntry = struct(
  { name: 'MBR Partition Entry', section: 'MBR', size: 16 },
  { status: bits(0, 0, 8), type: bits(4, 0, 8), firstSector: u32(8), sectorCount: u32(12) },
  {
    status: '0x80: the partition to boot from; else zero.',
    type: 'What the partition is for.',
    firstSector: 'Its first sector.',
    sectorCount: 'Its size in sectors.',
  },
)
export type MbrEntry = Of<typeof mbrEntry>

/** The four entries of a boot record, in use or not. */
export type MbrEntries = readonly MbrEntry[]

export const PROTECTIVE = 0xee
const EXTENDED: ReadonlySet<number> = new Set([0x05, 0x0f, 0x85])
/** More logical partitions than anybody has; a chain that is longer is a loop, or made to be one. */
const MAX_LOGICAL = 256

/**
 * The entries of the boot record in `sector`; `undefined` where it has no table: the signature is
 * missing, or the places of the entries hold something else, as in the boot sector of a file system.
 */
export function readBootRecord(sector: Uint8Array): MbrEntries | undefined {
  if (sector.length < BOOT_RECORD_SIZE) return undefined
  const view = new DataView(sector.buffer, sector.byteOffset, BOOT_RECORD_SIZE)
  if (view.getUint16(SIGNATURE_OFFSET, true) !== SIGNATURE) return undefined
  const entries = Array.from({ length: 4 }, (_, index) =>
    mbrEntry.decode(sector, TABLE_OFFSET + index * mbrEntry.size),
  )
  return entries.every(isPlausible) ? entries : undefined
}

const isPlausible = ({ status }: MbrEntry): boolean => status === 0 || status === 0x80
const isUsed = ({ type, sectorCount }: MbrEntry): boolean => type !== 0 && sectorCount > 0
export const isExtended = ({ type }: MbrEntry): boolean => EXTENDED.has(type)

export interface MbrReading {
  readonly partitions: readonly Partition[]
  readonly problems: readonly TableProblem[]
}

/** The partitions that the entries of the first boot record name, and those of its extended one. */
export async function readMbrPartitions(
  disk: ByteSource,
  entries: MbrEntries,
  sectorSize: number,
): Promise<MbrReading> {
  const partitions: Partition[] = []
  const problems: TableProblem[] = []
  const add = (number: number, entry: MbrEntry, base: bigint): void => {
    const range = lbaRange(base + BigInt(entry.firstSector), BigInt(entry.sectorCount), sectorSize)
    if (range === undefined) problems.push(`Partition ${number} lies where no disk can be.`)
    else partitions.push(toPartition(number, entry, range))
  }
  for (const [index, entry] of entries.entries()) {
    if (isUsed(entry) && !isExtended(entry) && entry.type !== PROTECTIVE) add(index + 1, entry, 0n)
  }
  const extended = entries.filter((entry) => isUsed(entry) && isExtended(entry))
  if (extended.length > 1) problems.push('There is more than one extended partition.')
  let number = 5
  for (const { firstSector } of extended) {
    const chain = await readChain(disk, BigInt(firstSector), sectorSize)
    for (const { entry, base } of chain.entries) add(number++, entry, base)
    problems.push(...chain.problems)
  }
  return { partitions, problems }
}

const toPartition = (number: number, { type }: MbrEntry, at: Partition['at']): Partition => ({
  number,
  table: 'mbr',
  at,
  type: `0x${type.toString(16).padStart(2, '0')}`,
  typeName: mbrTypeName(type),
})

interface Logical {
  readonly entry: MbrEntry
  /** The sector that the entry counts from. */
  readonly base: bigint
}

/** The boot records of an extended partition: one partition each, and where the next one is. */
async function readChain(disk: ByteSource, start: bigint, sectorSize: number) {
  const entries: Logical[] = []
  const problems: TableProblem[] = []
  const seen = new Set<bigint>()
  let at: bigint | undefined = start
  while (at !== undefined) {
    const base: bigint = at
    at = undefined
    if (seen.has(base) || seen.size >= MAX_LOGICAL) {
      problems.push('The chain of logical partitions comes back to where it has been.')
      break
    }
    seen.add(base)
    const range = lbaRange(base, 1n, sectorSize)
    if (range === undefined || range.offset + BOOT_RECORD_SIZE > disk.size) {
      problems.push('The chain of logical partitions leads past the end of the disk.')
      break
    }
    const record = readBootRecord(await disk.read(range.offset, BOOT_RECORD_SIZE))
    if (record === undefined) {
      problems.push('The chain of logical partitions leads to a sector without a table.')
      break
    }
    for (const entry of record.filter(isUsed)) {
      if (isExtended(entry)) at ??= start + BigInt(entry.firstSector)
      else entries.push({ entry, base })
    }
  }
  return { entries, problems }
}
