/** Where an exFAT has its table, its clusters and its root directory, by its boot sector. */
import { type Refused, refused } from '../../bytes/refused.ts'
import type { Head } from '../volumes/head.ts'

/** Section 3.1 of Microsoft's specification: the smallest and the largest sectors and clusters, as powers of two. */
const SECTOR_SHIFTS = { least: 9, most: 12 }
const MAX_CLUSTER_SHIFT = 25
/** Clusters are counted from this one. */
export const FIRST_CLUSTER = 2
/** Of VolumeFlags: the second table and the second bitmap count. */
const SECOND_ACTIVE = 1

/** Places are in bytes from the beginning of the volume. */
export interface ExfatLayout {
  readonly ok: true
  readonly sectorSize: number
  readonly clusterSize: number
  readonly clusters: number
  /** Of the first cluster. */
  readonly dataStart: number
  /** The table that counts. */
  readonly tableStart: number
  readonly tableSize: number
  readonly rootCluster: number
  readonly tables: 1 | 2
  /** Which of two bitmaps counts. */
  readonly active: 0 | 1
  /** Of 100, rounded down; `undefined` where it is not kept: Linux's tools write 0, and its driver leaves that. */
  readonly percentInUse: number | undefined
}

/** Of the boot sector that these bytes are. */
export function readExfatLayout(head: Head): ExfatLayout | Refused {
  const [sectorShift, clusterShift] = [head.u8(108), head.u8(109)]
  const isSize =
    sectorShift >= SECTOR_SHIFTS.least &&
    sectorShift <= SECTOR_SHIFTS.most &&
    sectorShift + clusterShift <= MAX_CLUSTER_SHIFT
  const clusters = head.u32(92)
  const tables = head.u8(110)
  if (!isSize || clusters === 0 || tables < 1 || tables > 2) {
    return refused('Its boot sector says no sizes that can be.')
  }
  const sectorSize = 2 ** sectorShift
  const [tableSectors, percent] = [head.u32(84), head.u8(112)]
  const active = tables === 2 && (head.u16(106) & SECOND_ACTIVE) !== 0 ? 1 : 0
  return {
    ok: true,
    sectorSize,
    clusterSize: 2 ** (sectorShift + clusterShift),
    clusters,
    dataStart: head.u32(88) * sectorSize,
    tableStart: (head.u32(80) + active * tableSectors) * sectorSize,
    tableSize: tableSectors * sectorSize,
    rootCluster: head.u32(96),
    tables: tables === 2 ? 2 : 1,
    active,
    percentInUse: percent > 0 && percent <= 100 ? percent : undefined,
  }
}
