/** The structures of an image that a fuzzer aims at, each with the checksum that covers it. */
import { endOf } from '../engine/bytes/ranges.ts'
import type { FieldInfo } from '../engine/bytes/struct.ts'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { batEntry } from '../engine/format/bat-entry.ts'
import { sealChecksum } from '../engine/format/checksum.ts'
import { header } from '../engine/format/header.ts'
import { HEADER_OFFSETS, LOG_SECTOR_SIZE, REGION_TABLE_SIZE } from '../engine/format/layout.ts'
import {
  dataDescriptor,
  dataSector,
  descriptorOffset,
  descriptorSectors,
  logEntryHeader,
} from '../engine/format/log-entry.ts'
import { fileParameters } from '../engine/format/metadata-items.ts'
import { metadataTableEntry, metadataTableHeader } from '../engine/format/metadata-table.ts'
import { parentLocatorEntry, parentLocatorHeader } from '../engine/format/parent-locator.ts'
import { regionTableEntry, regionTableHeader } from '../engine/format/region-table.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import type { LogEntry, LogRegion } from '../engine/log/log.ts'
import { advance, placeOf, readRing } from '../engine/log/ring.ts'
import { REPLAY_IDS } from './our-replay.ts'

export interface MutationTarget {
  readonly fields: readonly FieldInfo[]
  /** Where the structure is in the file. */
  readonly at: number
  readonly size: number
  /** Makes the checksum match again, as an attacker would. */
  seal(file: SparseFile): Promise<void>
}

type Table = Pick<MutationTarget, 'fields' | 'size'>

const unsealed = () => Promise.resolve()

const plain = ({ fields, size }: Table, at: number): MutationTarget => ({
  fields,
  size,
  at,
  seal: unsealed,
})

const sealed = ({ fields, size }: Table, at: number, from: number, length: number) => ({
  fields,
  size,
  at,
  seal: async (file: SparseFile) => {
    if (from + length <= file.size) file.put(from, sealChecksum(file.take(from, length)))
  },
})

/** Of the entries of a BAT and of the descriptors of an entry: more of them would find no more. */
const FEW = 4

/** Of an image without faults. */
export async function mutationTargets(image: SparseFile): Promise<readonly MutationTarget[]> {
  const { before, scan } = await inspect(image, REPLAY_IDS)
  const targets: MutationTarget[] = HEADER_OFFSETS.map((at) => sealed(header, at, at, header.size))
  for (const { at, entries } of before.regionTables.copies) {
    targets.push(sealed(regionTableHeader, at.offset, at.offset, REGION_TABLE_SIZE))
    for (const entry of entries) {
      targets.push(sealed(regionTableEntry, entry.at.offset, at.offset, REGION_TABLE_SIZE))
    }
  }
  if (before.metadata) {
    targets.push(plain(metadataTableHeader, before.metadata.region.offset))
    for (const item of before.metadata.items) {
      targets.push(plain(metadataTableEntry, item.at.offset))
      if (item.range) targets.push(plain(fileParameters, item.range.offset))
    }
    const locator = before.metadata.parentLocator?.at.offset
    if (locator !== undefined) {
      targets.push(plain(parentLocatorHeader, locator))
      targets.push(plain(parentLocatorEntry, locator + parentLocatorHeader.size))
    }
  }
  for (let index = 0; before.bat && index < FEW; index++) {
    targets.push(plain(batEntry, before.bat.region.offset + index * batEntry.size))
  }
  if (scan) {
    targets.push(...scan.entries.flatMap((entry) => entryTargets(scan.region, entry)))
  }
  return targets.filter(({ at, size }) => endOf({ offset: at, length: size }) <= image.size)
}

function entryTargets(
  region: LogRegion,
  { position, length, header: { descriptorCount } }: LogEntry,
): readonly MutationTarget[] {
  const seal = async (file: SparseFile): Promise<void> => {
    if (endOf(region) > file.size) return
    const bytes = sealChecksum(await readRing(file, region, position, length))
    for (let at = 0; at < length; at += LOG_SECTOR_SIZE) {
      const sector = bytes.subarray(at, at + LOG_SECTOR_SIZE)
      file.put(placeOf(region, advance(region, position, at)), sector)
    }
  }
  const target = ({ fields, size }: Table, offset: number): MutationTarget => ({
    fields,
    size,
    at: placeOf(region, advance(region, position, offset)),
    seal,
  })
  const few = Array.from({ length: Math.min(FEW, descriptorCount) }, (_, index) => index)
  const firstSector = descriptorSectors(descriptorCount)
  return [
    target(logEntryHeader, 0),
    ...few.map((index) => target(dataDescriptor, descriptorOffset(index))),
    ...few
      .map((index) => (firstSector + index) * LOG_SECTOR_SIZE)
      .filter((offset) => offset < length)
      .map((offset) => target(dataSector, offset)),
  ]
}
