/** Where a FAT12, FAT16 or FAT32 has its tables and its clusters, by its boot sector. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import { type Refused, refused } from '../../bytes/refused.ts'
import type { Head } from '../volumes/head.ts'

/** Microsoft's “FAT: General Overview of On-Disk Format”: below so many clusters entries have 12 bits, below so many 16. */
const MIN_FAT16_CLUSTERS = 4085
const MIN_FAT32_CLUSTERS = 65525
/** Entries of more could not be told from marks. */
const MAX_CLUSTERS = 0x0fff_fff5
/** More copies than anybody makes are not looked at. */
const MAX_TABLES = 4
const ROOT_ENTRY_SIZE = 32
const SECTOR_SIZES = [512, 1024, 2048, 4096]
/** Of the flags of FAT32: only one of the tables is kept. */
const NOT_MIRRORED = 0x80

/** Places are in bytes from the beginning of the volume. */
export interface FatLayout {
  readonly ok: true
  /** Bits of an entry. */
  readonly bits: 12 | 16 | 32
  readonly clusters: number
  readonly clusterSize: number
  /** Of cluster 2, the first one. */
  readonly dataStart: number
  /** Tables that are to be alike. The first one counts. */
  readonly tables: readonly number[]
  readonly tableSize: number
  /** The byte that entry 0 begins with. */
  readonly media: number
  /** Of FAT32 only: where it keeps how much is free, and the cluster that its root directory begins with. */
  readonly infoSector: number | undefined
  readonly rootCluster: number | undefined
  /** Of the others: the place of their root directory, which cannot grow. */
  readonly rootPlace: ByteRange | undefined
  readonly doubts: readonly string[]
}

/** Of the boot sector that these bytes are. */
export function readFatLayout(head: Head): FatLayout | Refused {
  const sectorSize = head.u16(11)
  const perCluster = head.u8(13)
  const isFat32 = head.u16(22) === 0
  const tableSectors = isFat32 ? head.u32(36) : head.u16(22)
  const [reserved, count] = [head.u16(14), head.u8(16)]
  const isPower = perCluster > 0 && (perCluster & (perCluster - 1)) === 0
  if (!SECTOR_SIZES.includes(sectorSize) || !isPower || reserved === 0 || count === 0) {
    return refused('Its boot sector says no sizes that can be.')
  }
  const rootSectors = Math.ceil((head.u16(17) * ROOT_ENTRY_SIZE) / sectorSize)
  const dataSector = reserved + count * tableSectors + rootSectors
  const sectors = head.u16(19) || head.u32(32)
  const clusters = Math.floor((sectors - dataSector) / perCluster)
  if (clusters > MAX_CLUSTERS) return refused(`It says that it has ${clusters} clusters.`)
  if (clusters <= 0) return refused('It says that it is smaller than its own tables.')
  const tableSize = tableSectors * sectorSize
  const tables = Array.from(
    { length: Math.min(count, MAX_TABLES) },
    (_, i) => reserved * sectorSize + i * tableSize,
  )
  const flags = isFat32 ? head.u16(40) : 0
  const isMirrored = (flags & NOT_MIRRORED) === 0
  const active = tables[flags & 0xf]
  if (!isMirrored && active === undefined) {
    return refused('It says that a table is in use that it does not have.')
  }
  const byCount = clusters < MIN_FAT16_CLUSTERS ? 12 : clusters < MIN_FAT32_CLUSTERS ? 16 : 32
  // Drivers tell FAT32 by its fields, the others by their count.
  const bits = isFat32 ? 32 : byCount === 12 ? 12 : 16
  return {
    ok: true,
    bits,
    clusters,
    clusterSize: perCluster * sectorSize,
    dataStart: dataSector * sectorSize,
    tables: isMirrored || active === undefined ? tables : [active],
    tableSize,
    media: head.u8(21),
    infoSector: isFat32 ? head.u16(48) * sectorSize : undefined,
    rootCluster: isFat32 ? head.u32(44) : undefined,
    rootPlace: isFat32
      ? undefined
      : {
          offset: reserved * sectorSize + count * tableSize,
          length: head.u16(17) * ROOT_ENTRY_SIZE,
        },
    doubts:
      bits === byCount
        ? []
        : [`Its boot sector is that of a FAT${bits}, but its clusters make it a FAT${byCount}.`],
  }
}
