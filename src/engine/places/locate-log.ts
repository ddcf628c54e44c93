/** What lies at an offset of the log: entry, header, descriptor, data sector and what it is for. */

import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { formatHex } from '../bytes/format.ts'
import { DESCRIPTOR_SIZE, ENTRY_HEADER_SIZE, LOG_SECTOR_SIZE } from '../format/layout.ts'
import {
  dataDescriptor,
  dataSector,
  descriptorOffset,
  descriptorSectors,
  logEntryHeader,
  zeroDescriptor,
} from '../format/log-entry.ts'
import { logPosition } from '../format/log-words.ts'
import { lengthWritten } from '../log/descriptor-target.ts'
import { descriptorBatches, readableDescriptors, readDescriptors } from '../log/descriptors.ts'
import { findEntry } from '../log/find-entry.ts'
import { type LogEntry, type LogRegion, type LogScan, SLOT_KINDS } from '../log/log.ts'
import { advance, distance, placeOf, ringRanges } from '../log/ring.ts'
import type { PlaceStep } from './place.ts'
import { covers, fieldSteps, sectorIn, structSteps } from './place-field.ts'

/** `offset` lies in the log; `nameTarget` says what a range of the file is. */
export async function locateInLog(
  source: ByteSource,
  scan: LogScan,
  offset: number,
  nameTarget: (range: ByteRange) => Promise<string>,
): Promise<readonly PlaceStep[]> {
  const { region, slots } = scan
  const position = offset - region.offset
  const entry = findEntry(scan, position)
  if (entry) return entrySteps({ source, region, entry, nameTarget }, offset)
  const sector = sectorIn(region, offset)
  const kind = SLOT_KINDS[slots[Math.floor(position / LOG_SECTOR_SIZE)] ?? 0]
  if (kind !== 'orphan-data') return [{ name: 'Unused sector', at: sector }]
  return structSteps(
    source,
    { table: dataSector, start: sector.offset, name: 'Data sector without an entry' },
    offset,
  )
}

interface InEntry {
  readonly source: ByteSource
  readonly region: LogRegion
  readonly entry: LogEntry
  readonly nameTarget: (range: ByteRange) => Promise<string>
}

async function entrySteps(log: InEntry, offset: number): Promise<readonly PlaceStep[]> {
  const { source, region, entry, nameTarget } = log
  const { position, length, header, status } = entry
  const inEntry = distance(region, position, offset - region.offset)
  const parts = ringRanges(region, position, length)
  const step: PlaceStep = {
    name: `Entry at ${logPosition(position)}`,
    at: parts.find((part) => covers(part, offset)) ?? sectorIn(region, offset),
    section: '2.3.1',
    value: `sequence number ${header.sequenceNumber}, ${status}`,
  }
  const start = placeOf(region, position)
  const descriptorsEnd = descriptorSectors(header.descriptorCount) * LOG_SECTOR_SIZE
  if (inEntry < ENTRY_HEADER_SIZE) {
    return [step, ...(await structSteps(source, { table: logEntryHeader, start }, offset))]
  }
  if (inEntry < Math.min(descriptorsEnd, length)) {
    return [step, ...(await descriptorSteps(log, inEntry, offset))]
  }
  const at = sectorIn(region, offset)
  const owner = await ownerOf(log, at.offset)
  return [
    step,
    {
      name: owner ? `Data sector of descriptor ${owner.index}` : 'Sector without a descriptor',
      at,
      section: dataSector.section,
      value: owner && (await targetText(owner.fileOffset, LOG_SECTOR_SIZE, nameTarget)),
    },
    ...(await fieldSteps(source, dataSector, at.offset, offset)),
  ]
}

async function descriptorSteps(
  { source, region, entry, nameTarget }: InEntry,
  inEntry: number,
  offset: number,
): Promise<readonly PlaceStep[]> {
  const index = Math.floor((inEntry - ENTRY_HEADER_SIZE) / DESCRIPTOR_SIZE)
  const place = placeOf(region, advance(region, entry.position, descriptorOffset(index)))
  const at = { offset: place, length: DESCRIPTOR_SIZE }
  if (index >= readableDescriptors(entry)) return [{ name: 'Unused descriptor', at }]
  const [descriptor] = await readDescriptors(source, region, entry, { start: index, count: 1 })
  if (!descriptor || descriptor.kind === 'unknown') {
    return [{ name: `Descriptor ${index}, of no known kind`, at }]
  }
  const isData = descriptor.kind === 'data'
  const table = isData ? dataDescriptor : zeroDescriptor
  const length = Number(lengthWritten(descriptor))
  return [
    {
      name: `Descriptor ${index} (${descriptor.kind})`,
      at,
      section: table.section,
      value: await targetText(descriptor.fileOffset, length, nameTarget),
    },
    ...(await fieldSteps(source, table, place, offset)),
  ]
}

async function targetText(
  fileOffset: bigint,
  length: number,
  nameTarget: (range: ByteRange) => Promise<string>,
): Promise<string> {
  const name = await nameTarget({ offset: Number(fileOffset), length })
  return `for ${formatHex(fileOffset)}: ${name}`
}

/** The descriptor whose data sector lies at `sectorAt`. */
async function ownerOf(
  { source, region, entry }: InEntry,
  sectorAt: number,
): Promise<{ readonly index: number; readonly fileOffset: bigint } | undefined> {
  for await (const batch of descriptorBatches(source, region, entry)) {
    for (const descriptor of batch) {
      if (descriptor.kind === 'data' && descriptor.sectorAt === sectorAt) return descriptor
    }
  }
  return undefined
}
