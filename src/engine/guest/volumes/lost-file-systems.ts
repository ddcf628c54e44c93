/** File systems that a disk had before its table was written anew: what begins at usual places, and spare copies. */
import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { takeTurn } from '../../bytes/pace.ts'
import { endOf } from '../../bytes/ranges.ts'
import { KIB, MIB } from '../../format/layout.ts'
import { findFileSystem } from './find-file-system.ts'
import type { Volumes } from './read-volumes.ts'
import { type LostFileSystem, spareCopies } from './spare-copies.ts'

const MAX_LOST = 16
const SECTOR = 512
/** In all, in bytes: more than the places below take together. */
const MAX_READ = 4 * MIB
/**
 * Where volumes begin: a disk without a table, that of DOS, those of Windows and Linux at 1 MiB, behind a reserved
 * partition (16, 32 or 128 MiB), or behind an EFI system partition of 512 MiB.
 */
const USUAL_STARTS = [
  0,
  63 * SECTOR,
  ...[1, 2, 16, 17, 33, 129, 513].map((mebibytes) => mebibytes * MIB),
]
/** Partitions of the new table whose places are usual ones of the old one, too. */
const MAX_PARTITIONS = 4

/** Types that are made with a table, or for a file system that nobody has made yet. */
const WITHOUT_CONTENT = ['Microsoft reserved', 'BIOS boot', 'Basic data', 'Linux', 'EFI system']
const EMPTY_MBR_TYPES = ['0x07', '0x0b', '0x0c', '0x83', '0xee']

/**
 * Whether a disk is divided, but nothing known is in any part of it; or is neither divided nor a file
 * system. Parts for something that nobody here would recognise are none of those.
 */
export const isEmptied = ({ volumes, fileSystem }: Volumes): boolean =>
  fileSystem === undefined &&
  volumes.every(
    ({ partition, fileSystem: held }) =>
      held === undefined &&
      (WITHOUT_CONTENT.includes(partition.typeName ?? '') ||
        EMPTY_MBR_TYPES.includes(partition.type)),
  )

/** A disk that may be read only a little. */
class Sparing implements ByteSource {
  readonly size: number
  readonly #disk: ByteSource
  readonly #run: Run | undefined
  #left = MAX_READ

  constructor(disk: ByteSource, run: Run | undefined) {
    this.size = disk.size
    this.#disk = disk
    this.#run = run
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    await takeTurn(this.#run)
    this.#left -= length
    return this.#left < 0 ? new Uint8Array(length) : this.#disk.read(offset, length)
  }
}

/** In order of place. Reads `MAX_READ` bytes at the most. Never throws on content. */
export async function findLostFileSystems(
  disk: ByteSource,
  { volumes }: Volumes,
  run?: Run,
): Promise<readonly LostFileSystem[]> {
  const source = new Sparing(disk, run)
  const parts = volumes.slice(0, MAX_PARTITIONS).map(({ partition }) => partition.at)
  const starts = [...new Set([...USUAL_STARTS, ...parts.map(({ offset }) => offset)])]
    .filter((start) => start + 68 * KIB <= disk.size)
    .sort((a, b) => a - b)
  const found: LostFileSystem[] = []
  const whole = (start: number) =>
    findFileSystem(source, { offset: start, length: disk.size - start })
  for (const start of starts) {
    const fileSystem = await whole(start)
    if (fileSystem) found.push({ fileSystem, start, spare: [] })
  }
  const taken = (start: number) => found.some((each) => each.start === start)
  for (const each of await spareCopies(source, starts, endsOf(disk, parts))) {
    if (taken(each.start)) continue
    // What ends at a usual place may begin anywhere.
    const fileSystem = starts.includes(each.start) ? undefined : await whole(each.start)
    found.push(fileSystem ? { fileSystem, start: each.start, spare: [] } : each)
  }
  return found.sort((a, b) => a.start - b.start).slice(0, MAX_LOST)
}

/** Where volumes end: with the disk, before the second copy of a GPT, and in front of both at whole MiB. */
function endsOf({ size }: ByteSource, parts: readonly ByteRange[]): readonly number[] {
  const whole = Math.floor(size / MIB) * MIB
  const ends = [size, size - 33 * SECTOR, whole, whole - MIB, ...parts.map(endOf)]
  return [...new Set(ends)].filter((end) => end > MIB && end <= size)
}
