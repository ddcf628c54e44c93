/** How a disk is divided: by a GPT, an MBR, both, or not at all. */
import type { ByteSource } from '../../bytes/byte-source.ts'
import { lowerFirst } from '../../bytes/format.ts'
import { endOf, overlaps } from '../../bytes/ranges.ts'
import { type GptCopy, readGpt } from './gpt.ts'
import { type GptMisfit, misfitWords } from './gpt-words.ts'
import {
  BOOT_RECORD_SIZE,
  type MbrEntries,
  PROTECTIVE,
  readBootRecord,
  readMbrPartitions,
} from './mbr.ts'
import type { Partition, TableProblem } from './partition.ts'

/** hybrid: a GPT whose MBR names partitions of its own beside the protective one. */
export type TableKind = 'none' | 'mbr' | 'gpt' | 'hybrid'

export interface PartitionTable {
  readonly kind: TableKind
  /** In order of place. */
  readonly partitions: readonly Partition[]
  /** Of a GPT: as it is written, which the disk's should be, too. */
  readonly sectorSize: number
  readonly problems: readonly TableProblem[]
  /** How a GPT does not fit the disk that it is on; its problems say that, too. */
  readonly misfits: readonly GptMisfit[]
}

const SECTOR_SIZES = [512, 4096] as const

/** A table can be made to have a problem with each of thousands of partitions. */
const MAX_PROBLEMS = 100

/** The table of a disk with sectors of `sectorSize` bytes. Never throws on content. */
export async function readPartitionTable(
  disk: ByteSource,
  sectorSize: number,
): Promise<PartitionTable> {
  const table = await readTable(disk, sectorSize)
  const problems = [...new Set(table.problems)]
  const more = problems.length - MAX_PROBLEMS
  if (more <= 1) return { ...table, problems }
  const rest = `There are ${more} more problems with the partition table.`
  return { ...table, problems: [...problems.slice(0, MAX_PROBLEMS), rest] }
}

async function readTable(disk: ByteSource, sectorSize: number): Promise<PartitionTable> {
  const none = { kind: 'none', partitions: [], sectorSize, problems: [], misfits: [] } as const
  if (disk.size < BOOT_RECORD_SIZE) return none
  const record = readBootRecord(await disk.read(0, BOOT_RECORD_SIZE))
  const gpt = await findGpt(disk, sectorSize, record)
  if (gpt !== undefined) return withGpt(disk, gpt, record, sectorSize)
  if (record === undefined || record.every(({ type }) => type === 0)) return none
  const { partitions, problems } = await readMbrPartitions(disk, record, sectorSize)
  const lost = record.some(({ type }) => type === PROTECTIVE)
    ? ['The MBR announces a GPT, but neither copy of one is there.']
    : []
  return {
    kind: 'mbr',
    partitions: inOrder(partitions),
    sectorSize,
    problems: [...lost, ...problems, ...placeProblems(disk, partitions)],
    misfits: [],
  }
}

interface FoundGpt {
  readonly sectorSize: number
  readonly primary: GptCopy | undefined
  readonly backup: GptCopy | undefined
  /** The backup is where the primary says, but not where it belongs, or would be behind the end. */
  readonly misplaced: GptMisfit | undefined
}

/** With the disk's own sector size if there is one, else with the other: a disk that was copied between such. */
async function findGpt(
  disk: ByteSource,
  own: number,
  record: MbrEntries | undefined,
): Promise<FoundGpt | undefined> {
  for (const sectorSize of [own, ...SECTOR_SIZES.filter((size) => size !== own)]) {
    const last = BigInt(Math.floor(disk.size / sectorSize)) - 1n
    const primary = await readGpt(disk, 1n, sectorSize)
    const elsewhere = primary?.valid ? primary.header.alternateLba : protectedEnd(record, last)
    const named = await readGpt(disk, elsewhere, sectorSize)
    const backup = named ?? (await readGpt(disk, last, sectorSize))
    if (primary === undefined && backup === undefined) continue
    const misplaced = misplacedCopy({ second: elsewhere, last, sectorSize }, { named, backup })
    return { sectorSize, primary, backup, misplaced }
  }
  return undefined
}

/** The last sector that a protective MBR covers: where the second copy is of a disk that has grown since. */
function protectedEnd(record: MbrEntries | undefined, last: bigint): bigint {
  const entry = record?.find(({ type }) => type === PROTECTIVE)
  const end = entry ? BigInt(entry.firstSector) + BigInt(entry.sectorCount) - 1n : last
  return end > 1n && end < last ? end : last
}

/** Of the copy that should be in sector `last`, and by what the first one says is in sector `second`. */
function misplacedCopy(
  {
    second,
    last,
    sectorSize,
  }: Readonly<Record<'second' | 'last', bigint>> & { sectorSize: number },
  { named, backup }: Readonly<Record<'named' | 'backup', GptCopy | undefined>>,
): GptMisfit | undefined {
  const at = second * BigInt(sectorSize)
  if (second > last && backup === undefined) {
    return { kind: 'second-beyond', second: at, diskSize: at + BigInt(sectorSize) }
  }
  return named && second !== last ? { kind: 'second-elsewhere', second: at } : undefined
}

async function withGpt(
  disk: ByteSource,
  { sectorSize, primary, backup, misplaced }: FoundGpt,
  record: MbrEntries | undefined,
  own: number,
): Promise<PartitionTable> {
  const used = primary?.valid ? primary : backup?.valid ? backup : (primary ?? backup)
  const others = record?.some(({ type }) => type !== 0 && type !== PROTECTIVE) ? record : undefined
  const mbr = others && (await readMbrPartitions(disk, others, sectorSize))
  const partitions = [...(used?.partitions ?? [])]
  const sectors: GptMisfit = { kind: 'sector-size', written: sectorSize, disk: own }
  const misfits = [...(sectorSize === own ? [] : [sectors]), ...(misplaced ? [misplaced] : [])]
  return {
    kind: mbr ? 'hybrid' : 'gpt',
    partitions: inOrder([...partitions, ...(mbr?.partitions ?? [])]),
    sectorSize,
    problems: [
      ...misfits.map(misfitWords),
      ...copyProblems('first', primary),
      ...(misplaced?.kind === 'second-beyond' ? [] : copyProblems('second', backup)),
      ...differences(primary, backup),
      ...(record?.some(({ type }) => type === PROTECTIVE) ? [] : ['There is no protective MBR.']),
      ...(used?.placeProblems ?? []),
      ...placeProblems(disk, partitions),
      ...(mbr?.problems ?? []),
      ...placeProblems(disk, mbr?.partitions ?? [], ' of the MBR'),
    ],
    misfits,
  }
}

const inOrder = (partitions: readonly Partition[]): readonly Partition[] =>
  partitions.toSorted((a, b) => a.at.offset - b.at.offset)

function copyProblems(which: string, copy: GptCopy | undefined): readonly TableProblem[] {
  if (copy === undefined) return [`The ${which} copy of the GPT is missing.`]
  return copy.problems.map((problem) => `In the ${which} copy of the GPT: ${lowerFirst(problem)}`)
}

function differences(
  primary: GptCopy | undefined,
  backup: GptCopy | undefined,
): readonly TableProblem[] {
  if (!primary?.valid || !backup?.valid) return []
  const same =
    primary.header.entriesChecksum === backup.header.entriesChecksum &&
    primary.header.diskGuid === backup.header.diskGuid
  return same ? [] : ['The two copies of the GPT say different things; the first one is used.']
}

function placeProblems(
  disk: ByteSource,
  partitions: readonly Partition[],
  whose = '',
): readonly TableProblem[] {
  const problems: TableProblem[] = []
  const ordered = inOrder(partitions)
  for (const [index, { number, at }] of ordered.entries()) {
    if (endOf(at) > disk.size)
      problems.push(`Partition ${number}${whose} reaches past the end of the disk.`)
    const next = ordered[index + 1]
    if (next && overlaps(at, next.at)) {
      problems.push(`Partitions ${number} and ${next.number}${whose} overlap.`)
    }
  }
  return problems
}
