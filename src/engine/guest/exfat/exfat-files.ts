/** The files of an exFAT. */

import type { ByteSource } from '../../bytes/byte-source.ts'
import { type Refused, refused } from '../../bytes/refused.ts'
import { KIB, MIB } from '../../format/layout.ts'
import { readBootSector } from '../boot-sector.ts'
import { Chain } from '../clusters/chain.ts'
import { clusterFiles } from '../clusters/cluster-files.ts'
import { type ClusterFormat, type Description, ENTRY_SIZE } from '../clusters/cluster-format.ts'
import {
  type ClusterSpace,
  clusterTable,
  FIRST_CLUSTER,
  isCluster,
  NEXT,
  placeOfCluster,
} from '../clusters/cluster-space.ts'
import { type DosTime, dosAttributes, timesOf } from '../clusters/dos-facts.ts'
import type { GuestFiles } from '../guest-files.ts'
import { stateDoubts } from '../state-doubts.ts'
import type { FileSystem } from '../volumes/file-system.ts'
import { Head } from '../volumes/head.ts'
import { isBootRegionWhole } from './boot-checksum.ts'
import { setChecksum, type UpcaseTable } from './checksums.ts'
import { ExfatEntries } from './directory-entries.ts'
import { FILE, readEntrySet } from './entry-set.ts'
import { type ExfatLayout, readExfatLayout } from './exfat-layout.ts'
import { readRootDirectory } from './root-directory.ts'
import { readUpcaseTable } from './upcase-table.ts'

/** The longest directory that there may be (section 7.4 of Microsoft's specification). */
const LONGEST_DIRECTORY = 256 * MIB
/** Of the root directory so much is looked at for the bitmap and the table of capital letters. */
const LOOKED_AT = 64 * KIB
const ROOT_CLUSTER_AT = { offset: 96, length: 4 }

export async function openExfat(
  volume: ByteSource,
  fileSystem: FileSystem,
): Promise<GuestFiles | Refused> {
  const head = await readBootSector(volume)
  if (!(head instanceof Head)) return head
  const layout = readExfatLayout(head)
  if (!layout.ok) return layout
  const space = clusterSpace(volume, layout)
  const { upcase, notes } = await lookAround(volume, layout)
  const format: ClusterFormat = {
    space,
    root: { allocation: () => new Chain(space, layout.rootCluster), namedAt: ROOT_CLUSTER_AT },
    longestDirectory: LONGEST_DIRECTORY,
    entriesOf: () => new ExfatEntries(upcase),
    describe: (node) => describe(space, node, upcase),
  }
  return clusterFiles(format, [...stateDoubts(fileSystem, volume.size), ...notes])
}

function clusterSpace(volume: ByteSource, layout: ExfatLayout): ClusterSpace {
  const { clusters, clusterSize, dataStart, tableStart, tableSize } = layout
  return {
    volume,
    clusters,
    clusterSize,
    dataStart,
    table: clusterTable(volume, {
      offset: tableStart,
      length: tableSize,
      bits: 32,
      entries: (bytes) => {
        const head = new Head(bytes)
        return (index) => meaningOf(head.u32(4 * index))
      },
    }),
  }
}

const END_OF_CHAIN = 0xffff_ffff
const BAD_CLUSTER = 0xffff_fff7
const meaningOf = (value: number): number =>
  value === END_OF_CHAIN ? NEXT.end : value === BAD_CLUSTER ? NEXT.bad : value

/** What there is beside files, and what is to be said of it. */
async function lookAround(
  volume: ByteSource,
  layout: ExfatLayout,
): Promise<{ readonly upcase: UpcaseTable | undefined; readonly notes: readonly string[] }> {
  const isWhole = await isBootRegionWhole(volume, layout.sectorSize)
  const contents = (await readRootDirectory(volume, layout, { most: LOOKED_AT }))?.contents ?? []
  const named = contents.find(({ kind }) => kind === 'upcase-table')
  const upcase = named && (await readUpcaseTable(volume, layout, named))
  const hasBitmap = contents.some(({ kind }) => kind === 'bitmap')
  return {
    upcase,
    notes: [
      ...(isWhole ? [] : ['The checksum of its boot region is wrong.']),
      ...(layout.tables === 1
        ? []
        : [
            `It keeps two tables, as TexFAT does: the ${layout.active === 0 ? 'first' : 'second'} is used.`,
          ]),
      ...(hasBitmap ? [] : ['Its root directory names no bitmap.']),
      ...(upcase
        ? []
        : [
            named
              ? 'Its table of capital letters is damaged: hashes of names are not checked.'
              : 'Its root directory names no table of capital letters: hashes of names are not checked.',
          ]),
    ],
  }
}

const NO_ENTRY = 'No entry of a file or directory is at that place.'

/** By the set of entries that begins at `node`. */
async function describe(
  space: ClusterSpace,
  node: number,
  upcase: UpcaseTable | undefined,
): Promise<Description | Refused> {
  const { volume, dataStart } = space
  const isPlace = Number.isSafeInteger(node) && node >= dataStart && node % ENTRY_SIZE === 0
  if (!isPlace || node + ENTRY_SIZE > volume.size) return refused(NO_ENTRY)
  const first = new Head(await volume.read(node, ENTRY_SIZE))
  if (first.u8(0) !== FILE) return refused(NO_ENTRY)
  const length = (first.u8(1) + 1) * ENTRY_SIZE
  const bytes = await readSet(space, node, length)
  const set = bytes && readEntrySet(bytes, upcase)
  if (!bytes || !set) return refused('Its entries are not whole.')
  const head = new Head(bytes)
  const { times, problems } = timesOf({
    created: exfatTime(head, 8, 20, 22),
    accessed: exfatTime(head, 16, undefined, 24),
    modified: exfatTime(head, 12, 21, 23),
  })
  return {
    ok: true,
    kind: set.kind,
    content: set.content,
    times,
    attributes: dosAttributes(head.u16(4)),
    record: { offset: node, length: ENTRY_SIZE },
    problems: [...set.problems, ...problems],
  }
}

/**
 * The entries that begin at `node`. They may go on in another cluster: where the table says so, or in the next one if
 * the table has nothing to say of their directory. Nothing at `node` tells which of the two; their checksum does.
 */
async function readSet(
  space: ClusterSpace,
  node: number,
  length: number,
): Promise<Uint8Array | undefined> {
  const { volume, dataStart, clusterSize } = space
  const cluster = FIRST_CLUSTER + Math.floor((node - dataStart) / clusterSize)
  const inside = Math.min(length, placeOfCluster(space, cluster + 1) - node)
  if (inside === length) return readWhole(volume, node, length)
  const beside = await readWhole(volume, node, length)
  const chained = await readChained(space, node, length)
  const isRight = (bytes: Uint8Array | undefined): boolean =>
    bytes !== undefined && setChecksum(bytes) === new Head(bytes).u16(2)
  return isRight(chained) || !isRight(beside) ? (chained ?? beside) : beside
}

const readWhole = async (
  volume: ByteSource,
  at: number,
  length: number,
): Promise<Uint8Array | undefined> =>
  at + length <= volume.size ? volume.read(at, length) : undefined

async function readChained(
  space: ClusterSpace,
  node: number,
  length: number,
): Promise<Uint8Array | undefined> {
  const { volume, dataStart, clusterSize } = space
  const first = FIRST_CLUSTER + Math.floor((node - dataStart) / clusterSize)
  if (!isCluster(space, first)) return undefined
  const skipped = node - placeOfCluster(space, first)
  const bytes = new Uint8Array(length)
  let done = 0
  for await (const places of new Chain(space, first).places(skipped, skipped + length)) {
    for (const place of places) {
      const piece = await readWhole(volume, place.offset, place.length)
      if (piece === undefined) return undefined
      bytes.set(piece, done)
      done += piece.length
    }
  }
  return done === length ? bytes : undefined
}

const OFFSET_IS_VALID = 0x80
const MINUTES = 15

/** `hundredthsAt` is where the hundredths are, if they are kept; `offsetAt` where the offset from UTC is. */
function exfatTime(
  head: Head,
  at: number,
  hundredthsAt: number | undefined,
  offsetAt: number,
): DosTime {
  const offset = head.u8(offsetAt)
  // Seven bits with a sign, in quarters of an hour.
  const quarters = ((offset & 0x7f) << 25) >> 25
  return {
    date: head.u16(at + 2),
    time: head.u16(at),
    hundredths: hundredthsAt === undefined ? 0 : head.u8(hundredthsAt),
    minutesAhead: (offset & OFFSET_IS_VALID) === 0 ? undefined : quarters * MINUTES,
  }
}
