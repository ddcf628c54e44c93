/** The free clusters of FAT12, FAT16 and FAT32: those whose entries in the table are zero. */

import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { firstDifference } from '../../bytes/first-difference.ts'
import { formatCount, plural } from '../../bytes/format.ts'
import { takeTurn } from '../../bytes/pace.ts'
import { type Refused, refused } from '../../bytes/refused.ts'
import { MIB } from '../../format/layout.ts'
import { readBootSector } from '../boot-sector.ts'
import { FreeRuns } from '../free-runs.ts'
import { MustBeInUse } from '../must-be-in-use.ts'
import type { FreeSpace, OnFree } from '../volume-space.ts'
import { Head } from '../volumes/head.ts'
import { type FatLayout, readFatLayout } from './fat-layout.ts'
import { addFreeEntries, beginsAsTable, entriesOf, RESERVED_ENTRIES } from './table-entries.ts'

const INFO_SECTOR = 512
/** The last four bytes of it. */
const INFO_END = 0xaa55_0000
/** Read at once, in bytes; a table of entries of 12 bits, which would be cut in the middle, is shorter. */
const WINDOW = MIB

export async function readFreeClusters(
  volume: ByteSource,
  onFree: OnFree,
  run?: Run,
): Promise<FreeSpace | Refused> {
  const head = await readBootSector(volume)
  if (!(head instanceof Head)) return head
  const layout = readFatLayout(head)
  if (!layout.ok) return layout
  const { bits, clusters, clusterSize, dataStart, tables, tableSize, rootCluster } = layout
  const inVolume = Math.min(clusters, Math.ceil((volume.size - dataStart) / clusterSize))
  const told = Math.min(inVolume, Math.floor((tableSize * 8) / bits) - RESERVED_ENTRIES)
  if (told <= 0) return refused('Its tables reach to the end of its volume.')

  const end = Math.min(dataStart + told * clusterSize, volume.size)
  const own = new MustBeInUse(
    rootCluster === undefined
      ? []
      : [{ offset: dataStart + (rootCluster - RESERVED_ENTRIES) * clusterSize, length: 1 }],
  )
  const runs = new FreeRuns({ unitSize: clusterSize, start: dataStart, end }, own.watch(onFree))
  const entries = told + RESERVED_ENTRIES
  const perWindow = (WINDOW * 8) / bits
  let [isTable, isAlike] = [true, true]
  for (let first = 0; first < entries; first += perWindow) {
    await takeTurn(run)
    const count = Math.min(perWindow, entries - first)
    const window = { offset: (first * bits) / 8, length: Math.ceil((count * bits) / 8) }
    const bytes = await readTable(volume, layout, 0, window)
    const entry = entriesOf(bytes, bits)
    if (first === 0) isTable = beginsAsTable(entry, layout)
    const from = first === 0 ? RESERVED_ENTRIES : 0
    addFreeEntries(entry, { from, to: count, first: first - RESERVED_ENTRIES }, runs)
    for (let copy = 1; isAlike && copy < tables.length; copy++) {
      const other = await readTable(volume, layout, copy, window)
      isAlike = firstDifference(bytes, other) === undefined
    }
    run?.onProgress?.(Math.min(dataStart + (first + count) * clusterSize, end), end)
  }
  runs.close()

  const counted = told === clusters ? await readFreeCount(volume, layout) : undefined
  return {
    ok: true,
    unitSize: clusterSize,
    size: end,
    freeBytes: runs.bytes,
    doubts: [
      ...layout.doubts,
      ...(isTable ? [] : ['Its table does not begin as one.']),
      ...(isAlike ? [] : ['Its tables differ.']),
      ...(told < inVolume
        ? [`Its table has no entries for the last ${plural(inVolume - told, 'cluster')}.`]
        : []),
      ...(own.isFree ? ['Its table calls the first cluster of its root directory free.'] : []),
      ...(counted !== undefined && counted !== runs.units
        ? [
            `Its table has ${plural(runs.units, 'free cluster')}, but it keeps a count of ${formatCount(counted)}.`,
          ]
        : []),
    ],
  }
}

/** A part of one of the tables. */
const readTable = (
  volume: ByteSource,
  { tables }: FatLayout,
  index: number,
  { offset, length }: ByteRange,
): Promise<Uint8Array> => volume.read((tables[index] ?? 0) + offset, length)

/** What a FAT32 keeps as the number of its free clusters, which is only a hint; `undefined` where it knows none. */
async function readFreeCount(
  volume: ByteSource,
  { infoSector, clusters, dataStart }: FatLayout,
): Promise<number | undefined> {
  if (!infoSector || infoSector + INFO_SECTOR > dataStart) return undefined
  const head = new Head(await volume.read(infoSector, INFO_SECTOR))
  const count = head.u32(488)
  const isInfo = head.has(0, 'RRaA') && head.has(484, 'rrAa') && head.u32(508) === INFO_END
  return isInfo && count <= clusters ? count : undefined
}
