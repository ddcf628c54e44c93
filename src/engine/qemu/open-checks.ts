/** What QEMU asks of region table, metadata and BAT before it opens an image; behind the log. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { readChecksum } from '../format/checksum.ts'
import type { Header } from '../format/header.ts'
import {
  BAT_ENTRY_SIZE,
  MAX_BLOCK_SIZE,
  MAX_TABLE_ENTRIES,
  METADATA_TABLE_SIZE,
  MIN_BLOCK_SIZE,
  REGION_TABLE_OFFSETS,
  REGION_TABLE_SIZE,
  SECTORS_PER_BITMAP_BLOCK,
} from '../format/layout.ts'
import {
  fileParameters,
  KNOWN_ITEMS,
  logicalSectorSize as logicalSectorSizeItem,
  virtualDiskSize as virtualDiskSizeItem,
} from '../format/metadata-items.ts'
import {
  METADATA_SIGNATURE,
  type MetadataTableEntry,
  metadataTableEntry,
  metadataTableHeader,
} from '../format/metadata-table.ts'
import {
  BAT_REGION,
  METADATA_REGION,
  REGION_TABLE_SIGNATURE,
  type RegionTableEntry,
  regionTableEntry,
  regionTableHeader,
} from '../format/region-table.ts'
import { type QemuStop, stopAt } from './stop.ts'

/** What QEMU believes of an image that it opens. */
export interface QemuDisk {
  readonly bat: RegionTableEntry
  readonly batEntries: number
  readonly blockSize: number
  readonly chunkRatio: number
  /** Of 512 bytes. */
  readonly totalSectors: bigint
  /** Log and regions, as they were claimed. */
  readonly claims: readonly Claim[]
}

export interface Claim {
  readonly start: bigint
  readonly end: bigint
}

/** The only logical sector size that it takes, and its own unit. */
export const QEMU_SECTOR_SIZE = 512
/** The longest request. */
const MAX_REQUEST = 2 ** 31 - 512
/** From here on it answers every request with an I/O error. */
export const MAX_OFFSET = 2n ** 63n - 2n ** 30n

const isReadable = (offset: bigint, length: number): boolean =>
  offset + BigInt(length) <= MAX_OFFSET

/** `source` has zeros behind its end. */
export async function openAsQemu(
  source: ByteSource,
  current: Header,
): Promise<QemuDisk | QemuStop> {
  const regions = await openRegions(source, current)
  if ('code' in regions) return regions
  const parameters = await openMetadata(source, regions.metadata.fileOffset)
  if ('code' in parameters) return parameters
  const { blockSize, sectorSize, diskSize } = parameters
  const chunkRatio = Math.floor((SECTORS_PER_BITMAP_BLOCK * sectorSize) / blockSize)
  const blocks = Number(
    BigInt.asUintN(32, BigInt.asUintN(64, diskSize + BigInt(blockSize) - 1n) / BigInt(blockSize)),
  )
  // It counts in 32 bits, and a disk without blocks has almost 2^32 entries.
  const shifted = Math.floor(((blocks - 1) >>> 0) / chunkRatio)
  const batEntries = (blocks + shifted) >>> 0
  const room = Math.floor(regions.bat.length / BAT_ENTRY_SIZE)
  if (batEntries > room) return stopAt('bat-small', { needed: batEntries, room })
  if (regions.bat.length > MAX_REQUEST || !isReadable(regions.bat.fileOffset, regions.bat.length)) {
    return stopAt('bat-place')
  }
  const totalSectors = diskSize / BigInt(QEMU_SECTOR_SIZE)
  if (totalSectors * BigInt(QEMU_SECTOR_SIZE) > MAX_OFFSET) {
    return stopAt('disk-size', { size: diskSize })
  }
  return {
    bat: regions.bat,
    batEntries,
    blockSize,
    chunkRatio,
    totalSectors,
    claims: regions.claims,
  }
}

interface Regions {
  readonly bat: RegionTableEntry
  readonly metadata: RegionTableEntry
  readonly claims: readonly Claim[]
}

async function openRegions(
  source: ByteSource,
  { logOffset, logLength }: Header,
): Promise<Regions | QemuStop> {
  const bytes = await source.read(REGION_TABLE_OFFSETS[0], REGION_TABLE_SIZE)
  const { signature, entryCount } = regionTableHeader.decode(bytes)
  const { stored, computed } = readChecksum(bytes)
  if (signature !== REGION_TABLE_SIGNATURE || stored !== computed) return stopAt('region-table')
  if (entryCount > MAX_TABLE_ENTRIES) return stopAt('region-count', { count: entryCount })
  const claims = [claimOf(logOffset, logLength)]
  const found = new Map<string, RegionTableEntry>()
  for (let i = 0; i < entryCount; i++) {
    const entry = regionTableEntry.decode(bytes, regionTableHeader.size + i * regionTableEntry.size)
    const claim = claimOf(entry.fileOffset, entry.length)
    if (claims.some((other) => isTaken(claim, other))) {
      return stopAt('region-overlap', { name: nameOf(entry) })
    }
    claims.push(claim)
    const isKnown = entry.guid === BAT_REGION || entry.guid === METADATA_REGION
    if (isKnown && found.has(entry.guid)) {
      return stopAt('region-duplicate', { name: nameOf(entry) })
    }
    if (!isKnown && entry.required % 2 === 1) return stopAt('region-unknown', { name: entry.guid })
    if (isKnown) found.set(entry.guid, entry)
  }
  const [bat, metadata] = [found.get(BAT_REGION), found.get(METADATA_REGION)]
  return bat && metadata ? { bat, metadata, claims } : stopAt('region-missing')
}

const nameOf = ({ guid }: RegionTableEntry): string =>
  guid === BAT_REGION ? 'BAT' : guid === METADATA_REGION ? 'Metadata' : guid

const claimOf = (start: bigint, length: number): Claim => ({
  start,
  end: BigInt.asUintN(64, start + BigInt(length)),
})

/** As `vhdx_region_check`: an empty region inside of another one overlaps with it. */
export const isTaken = (claim: Claim, other: Claim): boolean =>
  !(claim.start >= other.end || claim.end <= other.start)

interface Parameters {
  readonly blockSize: number
  readonly sectorSize: number
  readonly diskSize: bigint
}

type ItemName = keyof typeof KNOWN_ITEMS
const ITEMS = Object.entries(KNOWN_ITEMS) as readonly [ItemName, { readonly id: string }][]
const NEEDED: readonly ItemName[] = [
  'fileParameters',
  'virtualDiskSize',
  'virtualDiskId',
  'logicalSectorSize',
  'physicalSectorSize',
]

async function openMetadata(source: ByteSource, region: bigint): Promise<Parameters | QemuStop> {
  // Items lie up to 4 GiB behind the table, as it reads them.
  if (!isReadable(region, METADATA_TABLE_SIZE)) return stopAt('metadata-place')
  const read = async (offset: bigint, length: number): Promise<Uint8Array> => {
    const place = offset + BigInt(length) > BigInt(source.size) ? undefined : Number(offset)
    return place === undefined ? new Uint8Array(length) : source.read(place, length)
  }
  const bytes = await read(region, METADATA_TABLE_SIZE)
  const { signature, entryCount } = metadataTableHeader.decode(bytes)
  if (signature !== METADATA_SIGNATURE || entryCount > MAX_TABLE_ENTRIES) {
    return stopAt('metadata-table')
  }
  const found = new Map<ItemName, MetadataTableEntry>()
  for (let i = 0; i < entryCount; i++) {
    const place = metadataTableHeader.size + i * metadataTableEntry.size
    const entry = metadataTableEntry.decode(bytes, place)
    const known = ITEMS.find(([, { id }]) => id === entry.itemId)?.[0]
    if (known === undefined) {
      if (entry.isRequired) return stopAt('metadata-unknown', { name: entry.itemId })
      continue
    }
    if (found.has(known)) return stopAt('metadata-duplicate', { name: KNOWN_ITEMS[known].name })
    found.set(known, entry)
  }
  if (NEEDED.some((name) => !found.has(name))) return stopAt('metadata-missing')
  // It needs exactly these five: a parent locator is one too many.
  if (found.has('parentLocator')) return stopAt('differencing')

  const item = (name: ItemName, length: number) =>
    read(region + BigInt(found.get(name)?.offset ?? 0), length)
  const parameters = fileParameters.decode(await item('fileParameters', fileParameters.size))
  if (parameters.hasParent) return stopAt('no-locator')
  const size = virtualDiskSizeItem.decode(await item('virtualDiskSize', virtualDiskSizeItem.size))
  const sector = logicalSectorSizeItem.decode(
    await item('logicalSectorSize', logicalSectorSizeItem.size),
  )
  const { blockSize } = parameters
  const { logicalSectorSize } = sector
  const isPower = (blockSize & (blockSize - 1)) === 0
  if (blockSize < MIN_BLOCK_SIZE || blockSize > MAX_BLOCK_SIZE) {
    return stopAt('block-size', { size: blockSize })
  }
  if (logicalSectorSize !== QEMU_SECTOR_SIZE) {
    return stopAt('sector-size', { size: logicalSectorSize })
  }
  if (!isPower) return stopAt('block-size', { size: blockSize })
  return { blockSize, sectorSize: logicalSectorSize, diskSize: size.virtualDiskSize }
}
