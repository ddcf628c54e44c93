/** The files of a FAT12, FAT16 or FAT32. */

import type { ByteSource } from '../../bytes/byte-source.ts'
import { firstDifference } from '../../bytes/first-difference.ts'
import { type Refused, refused } from '../../bytes/refused.ts'
import { KIB, MIB } from '../../format/layout.ts'
import { readBootSector } from '../boot-sector.ts'
import { inOnePlace } from '../clusters/allocation.ts'
import { Chain } from '../clusters/chain.ts'
import { clusterFiles } from '../clusters/cluster-files.ts'
import { type ClusterFormat, type Description, ENTRY_SIZE } from '../clusters/cluster-format.ts'
import { type ClusterSpace, clusterTable, NEXT } from '../clusters/cluster-space.ts'
import { dosAttributes, timesOf } from '../clusters/dos-facts.ts'
import type { GuestFiles, Stat } from '../guest-files.ts'
import { stateDoubts } from '../state-doubts.ts'
import type { FileSystem } from '../volumes/file-system.ts'
import { Head } from '../volumes/head.ts'
import { contentPlaceOf, FatEntries, meaningOf } from './directory-entries.ts'
import { type FatLayout, readFatLayout } from './fat-layout.ts'
import { beginsAsTable, type EntryBits, entriesOf } from './table-entries.ts'

/** Of two tables so many bytes are held against each other when a volume is opened. */
const COMPARED = 256 * KIB
/** A directory has at most 65,536 entries. */
const LONGEST_DIRECTORY = 2 * MIB
/** Fields of the boot sector: entries of the root directory, and its first cluster. */
const ROOT_ENTRIES_AT = { offset: 17, length: 2 }
const ROOT_CLUSTER_AT = { offset: 44, length: 4 }

export async function openFat(
  volume: ByteSource,
  fileSystem: FileSystem,
): Promise<GuestFiles | Refused> {
  const head = await readBootSector(volume)
  if (!(head instanceof Head)) return head
  const layout = readFatLayout(head)
  if (!layout.ok) return layout
  const { rootCluster, rootPlace } = layout
  const space = clusterSpace(volume, layout)
  const format: ClusterFormat = {
    space,
    root: {
      allocation: () =>
        rootPlace === undefined ? new Chain(space, rootCluster ?? 0) : inOnePlace(rootPlace),
      namedAt: rootPlace === undefined ? ROOT_CLUSTER_AT : ROOT_ENTRIES_AT,
    },
    longestDirectory: LONGEST_DIRECTORY,
    entriesOf: (directory) => new FatEntries(layout.bits, directory !== 'root'),
    describe: (node) => describe(volume, layout, node),
  }
  return clusterFiles(format, [
    ...stateDoubts(fileSystem, volume.size),
    ...layout.doubts,
    ...(await tableNotes(volume, layout)),
  ])
}

function clusterSpace(volume: ByteSource, layout: FatLayout): ClusterSpace {
  const { clusters, clusterSize, dataStart, bits, tables, tableSize } = layout
  const meaning = meaningOfEntry(bits)
  return {
    volume,
    clusters,
    clusterSize,
    dataStart,
    table: clusterTable(volume, {
      offset: tables[0] ?? 0,
      length: tableSize,
      bits,
      entries: (bytes) => {
        const entry = entriesOf(bytes, bits)
        return (index) => meaning(entry(index))
      },
    }),
  }
}

/** The eight last values are an end, the one before them a bad cluster. */
function meaningOfEntry(bits: EntryBits): (value: number) => number {
  const end = (bits === 32 ? 0x0fff_ffff : 2 ** bits - 1) - 7
  return (value) => (value >= end ? NEXT.end : value === end - 1 ? NEXT.bad : value)
}

async function tableNotes(volume: ByteSource, layout: FatLayout): Promise<readonly string[]> {
  const { tables, tableSize, bits } = layout
  const read = async (at: number): Promise<Uint8Array> => {
    const length = Math.min(tableSize, COMPARED, volume.size - at)
    return length > 0 ? volume.read(at, length) : new Uint8Array()
  }
  const first = await read(tables[0] ?? 0)
  const isTable = first.length >= 8 && beginsAsTable(entriesOf(first, bits), layout)
  const others = await Promise.all(tables.slice(1).map(read))
  const isAlike = others.every((other) => firstDifference(first, other) === undefined)
  return [
    ...(isTable ? [] : ['Its table does not begin as one.']),
    ...(isAlike ? [] : ['Its tables differ. The first one is used.']),
  ]
}

/** By the short entry at `node`. */
async function describe(
  volume: ByteSource,
  layout: FatLayout,
  node: number,
): Promise<Description | Refused> {
  const { rootPlace, dataStart, bits } = layout
  const start = rootPlace?.offset ?? dataStart
  const isPlace = Number.isSafeInteger(node) && node >= start && (node - start) % ENTRY_SIZE === 0
  if (!isPlace || node + ENTRY_SIZE > volume.size) return refused(NO_ENTRY)
  const head = new Head(await volume.read(node, ENTRY_SIZE))
  const kind = meaningOf(head, 0)
  if (kind !== 'file' && kind !== 'directory') return refused(NO_ENTRY)
  return {
    ok: true,
    kind,
    content: contentPlaceOf(head, 0, bits),
    ...fatTimes(head),
    attributes: dosAttributes(head.u8(11)),
    record: { offset: node, length: ENTRY_SIZE },
  }
}

const NO_ENTRY = 'No entry of a file or directory is at that place.'

/** Of the last access only the day is kept. */
const fatTimes = (head: Head): Pick<Stat, 'times' | 'problems'> =>
  timesOf({
    created: { date: head.u16(16), time: head.u16(14), hundredths: head.u8(13) },
    accessed: { date: head.u16(18), time: 0 },
    modified: { date: head.u16(24), time: head.u16(22) },
  })
