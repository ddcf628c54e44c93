/** What on a disk says how large it is: its partition tables, and the file system of one that is not divided. */
import { type ByteSource, position, type Run } from '../../bytes/byte-source.ts'
import { sizeText } from '../../bytes/parse-size.ts'
import { endOf } from '../../bytes/ranges.ts'
import { MAX_VIRTUAL_DISK_SIZE, MIB } from '../../format/layout.ts'
import { gptHeader } from '../../guest/volumes/gpt.ts'
import { readVolumes } from '../../guest/volumes/read-volumes.ts'
import type { SectorSize } from '../../image/metadata/disk-limits.ts'

export interface SizeClue {
  /** Bytes. */
  readonly size: number
  /** The words behind “since”. */
  readonly told: string
}

export interface FoundGpt extends SizeClue {
  readonly sectorSize: SectorSize
}

/** The first copy of a GPT lies in the second sector of the disk, and says where the last one is. */
export async function findGpt(disk: ByteSource): Promise<FoundGpt | undefined> {
  for (const sectorSize of [512, 4096] as const) {
    const values = gptHeader.decode(await disk.read(sectorSize, gptHeader.size))
    if (values.signature !== 'EFI PART') continue
    const size = position((values.alternateLba + 1n) * BigInt(sectorSize))
    if (size === undefined) continue
    return { sectorSize, size, told: `the GPT of the disk ends at ${sizeText(BigInt(size))}` }
  }
  return undefined
}

/** How far what is on the disk reaches at least. A GPT says that better. */
export async function findReach(
  disk: ByteSource,
  sectorSize: SectorSize,
  run?: Run,
): Promise<SizeClue | undefined> {
  const { table, volumes, fileSystem } = await readVolumes(disk, sectorSize, run)
  if (table === 'none') {
    const size = fileSystem?.size === undefined ? undefined : position(fileSystem.size)
    if (!size) return undefined
    const told = `the ${fileSystem?.kind} of the disk ends at ${sizeText(BigInt(size))}`
    return { size, told }
  }
  const size = volumes.reduce((end, { partition }) => Math.max(end, endOf(partition.at)), 0)
  return size > 0
    ? { size, told: `the last partition of the disk ends at ${sizeText(BigInt(size))}` }
    : undefined
}

/** The disk as its blocks have it, by number and MiB of the file; zeros where there is none. */
export const diskOfBlocks = (
  source: ByteSource,
  blocks: ReadonlyMap<number, number>,
  blockSize: number,
): ByteSource => ({
  size: MAX_VIRTUAL_DISK_SIZE,
  async read(offset, length) {
    const bytes = new Uint8Array(length)
    for (let at = offset; at < offset + length; ) {
      const [block, within] = [Math.floor(at / blockSize), at % blockSize]
      const count = Math.min(blockSize - within, offset + length - at)
      const unit = blocks.get(block)
      const from = unit === undefined ? source.size : unit * MIB + within
      const there = Math.min(count, source.size - from)
      if (there > 0) bytes.set(await source.read(from, there), at - offset)
      at += count
    }
    return bytes
  },
})
