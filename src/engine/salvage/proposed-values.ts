/** What the metadata of a disk may have said, §2.6.2: what is left of it, else what its BAT and its GPT show. */
import { type ByteRange, type ByteSource, position } from '../bytes/byte-source.ts'
import { parseSize } from '../bytes/parse-size.ts'
import { batFileOffsetMB, batState, FULLY_PRESENT, PARTIALLY_PRESENT } from '../format/bat-entry.ts'
import { batIndexKind, blockOfIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MAX_BLOCK_SIZE, MIB, SECTORS_PER_BITMAP_BLOCK } from '../format/layout.ts'
import type { Image } from '../image/image.ts'
import { isBlockSize, isSectorSize } from '../image/metadata/disk-limits.ts'
import type { Metadata } from '../image/metadata/metadata.ts'
import { gptHeader } from '../volumes/gpt.ts'

/** Of a table without a geometry so many entries are looked at: 8 MiB. */
const MAX_ENTRIES = 2 ** 20
const PHYSICAL = 4096

export interface DiskValues {
  readonly blockSize: number
  readonly virtualDiskSize: bigint
  readonly logicalSectorSize: number
  readonly physicalSectorSize: number
  /** Whether all blocks of the disk are in the file. */
  readonly isFixed: boolean
}

/** Whence a value is. */
export type ValueOrigin = 'set' | 'left' | 'proposed'

export interface Proposal {
  readonly values: DiskValues
  readonly origins: Readonly<Record<'block-size' | 'disk-size' | 'sector-size', ValueOrigin>>
}

/** Sizes, by the names that the way has for them. */
type Settings = ReadonlyMap<string, string>

interface Present {
  readonly index: number
  readonly unit: number
}

/** One sentence where a value is not to be had: it has to be set. */
export async function proposeValues(
  { source, metadata }: Image,
  region: ByteRange,
  set: Settings,
): Promise<Proposal | string> {
  const unread = [...set.keys()].find((name) => number(set.get(name)) === undefined)
  if (unread !== undefined) return `What was set as ${unread} is no size.`
  const entries = await presentEntries(source, region)
  if (entries === undefined)
    return 'The disk is a child, and what its metadata said of its parent is lost.'
  const asked = (name: string) => number(set.get(name))
  const gpt = await findGpt(source, entries)
  const logicalSectorSize =
    asked('sector-size') ?? metadata?.logicalSectorSize ?? gpt?.sectorSize ?? 512
  const blockSize = asked('block-size') ?? leftBlockSize(metadata) ?? spacing(entries)
  if (blockSize === undefined) return 'Too few blocks are left to tell their size: set block-size.'
  if (!isBlockSize(blockSize)) return 'No disk has blocks of that size.'
  if (!isSectorSize(logicalSectorSize)) return 'No disk has sectors of that size.'
  const ratio = { chunkRatio: (SECTORS_PER_BITMAP_BLOCK * logicalSectorSize) / blockSize }
  const last = entries.at(-1)?.index
  if (last !== undefined && batIndexKind(ratio, last) !== 'payload') {
    return 'The table of blocks is not one of blocks of this size: set block-size.'
  }
  const blocks = last === undefined ? 0 : blockOfIndex(ratio, last) + 1
  const size = asked('disk-size') ?? leftSize(metadata) ?? gpt?.size ?? blocks * blockSize
  if (size < (blocks - 1) * blockSize + 1 || size === 0) {
    return 'The table has blocks behind the end of such a disk: set disk-size.'
  }
  const origin = (name: string, left: unknown): ValueOrigin =>
    set.has(name) ? 'set' : left === undefined ? 'proposed' : 'left'
  return {
    values: {
      blockSize,
      virtualDiskSize: BigInt(size),
      logicalSectorSize,
      physicalSectorSize: metadata?.physicalSectorSize ?? PHYSICAL,
      isFixed: metadata?.fileParameters
        ? metadata.fileParameters.leaveBlockAllocated === 1
        : entries.length > 0 && entries.length === Math.ceil(size / blockSize),
    },
    origins: {
      'block-size': origin('block-size', leftBlockSize(metadata)),
      'disk-size': origin('disk-size', leftSize(metadata)),
      'sector-size': origin('sector-size', metadata?.logicalSectorSize),
    },
  }
}

const leftBlockSize = (metadata: Metadata | undefined): number | undefined =>
  metadata?.fileParameters?.blockSize

const leftSize = (metadata: Metadata | undefined): number | undefined =>
  metadata?.virtualDiskSize === undefined ? undefined : position(metadata.virtualDiskSize)

const number = (text: string | undefined): number | undefined => {
  const size = text === undefined ? undefined : parseSize(text)
  return size === undefined ? undefined : position(size)
}

/** `undefined` where an entry says that only a part of its block is there (§2.5.1.1): a child's. */
async function presentEntries(
  source: ByteSource,
  region: ByteRange,
): Promise<readonly Present[] | undefined> {
  const there = Math.min(region.length, source.size - region.offset)
  const count = Math.min(Math.floor(there / BAT_ENTRY_SIZE), MAX_ENTRIES)
  const bytes = await source.read(region.offset, count * BAT_ENTRY_SIZE)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const found: Present[] = []
  for (let index = 0; index < count; index++) {
    const low = view.getUint32(index * BAT_ENTRY_SIZE, true)
    const unit = batFileOffsetMB(low, view.getUint32(index * BAT_ENTRY_SIZE + 4, true))
    if (batState(low) === PARTIALLY_PRESENT) return undefined
    if (batState(low) === FULLY_PRESENT && unit > 0) found.push({ index, unit })
  }
  return found
}

/** The greatest block that has room between any two: programs put them side by side. */
function spacing(entries: readonly Present[]): number | undefined {
  const units = entries.map(({ unit }) => unit).sort((a, b) => a - b)
  const least = units.reduce(
    (gap, unit, i) => Math.min(gap, i > 0 ? unit - (units[i - 1] ?? 0) : gap),
    Number.POSITIVE_INFINITY,
  )
  if (!Number.isFinite(least) || least < 1) return undefined
  return Math.min(MAX_BLOCK_SIZE, 2 ** Math.floor(Math.log2(least)) * MIB)
}

/** The first copy of a GPT lies in the second sector of the disk, and says where the last one is. */
async function findGpt(
  source: ByteSource,
  [first]: readonly Present[],
): Promise<{ readonly sectorSize: number; readonly size: number } | undefined> {
  if (first?.index !== 0 || first.unit > source.size / MIB) return undefined
  for (const sectorSize of [512, 4096]) {
    const at = first.unit * MIB + sectorSize
    if (at + gptHeader.size > source.size) return undefined
    const values = gptHeader.decode(await source.read(at, gptHeader.size))
    if (values.signature !== 'EFI PART') continue
    const size = position((values.alternateLba + 1n) * BigInt(sectorSize))
    if (size !== undefined) return { sectorSize, size }
  }
  return undefined
}
