/** The descriptors of an entry, §2.3.1.2 and §2.3.1.3, read when they are wanted. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { fieldRange } from '../bytes/struct.ts'
import { DESCRIPTOR_SIZE, KIB, LOG_SECTOR_SIZE } from '../format/layout.ts'
import {
  dataDescriptor,
  descriptorOffset,
  descriptorSectors,
  zeroDescriptor,
} from '../format/log-entry.ts'
import type { LogDescriptor, LogEntry, LogRegion } from './log.ts'
import { advance, placeOf, readRing } from './ring.ts'
import { DATA_DESCRIPTOR_WORD, ZERO_WORD } from './signatures.ts'

/** How many are read at once. */
const BATCH = (64 * KIB) / DESCRIPTOR_SIZE

const { offset: FILE_OFFSET } = fieldRange(dataDescriptor, 'fileOffset', 0)
const { offset: SEQUENCE_NUMBER } = fieldRange(dataDescriptor, 'sequenceNumber', 0)
const { offset: LEADING_BYTES } = fieldRange(dataDescriptor, 'leadingBytes', 0)
const { offset: TRAILING_BYTES } = fieldRange(dataDescriptor, 'trailingBytes', 0)
const { offset: ZERO_LENGTH } = fieldRange(zeroDescriptor, 'zeroLength', 0)
const { offset: RESERVED } = fieldRange(zeroDescriptor, 'reserved', 0)

type Located = Pick<LogEntry, 'position' | 'length' | 'header'>

/** How many descriptors there are to read: DescriptorCount, but no more than fit into the entry. */
export const readableDescriptors = ({ header, length }: Located): number =>
  Math.min(header.descriptorCount, (length - descriptorOffset(0)) / DESCRIPTOR_SIZE)

/**
 * Descriptors [start, start + count) as far as there are so many, of any entry, valid or not. What
 * comes before `start` is read too, since it says where the data sectors are.
 */
export async function readDescriptors(
  source: ByteSource,
  region: LogRegion,
  entry: Located,
  start: number,
  count: number,
): Promise<readonly LogDescriptor[]> {
  const descriptors: LogDescriptor[] = []
  for await (const batch of descriptorBatches(source, region, entry, start, count)) {
    for (const descriptor of batch) descriptors.push(descriptor)
  }
  return descriptors
}

/** As `readDescriptors`, a batch at a time: an entry may have more than should be in memory at once. */
export async function* descriptorBatches(
  source: ByteSource,
  region: LogRegion,
  entry: Located,
  start = 0,
  count = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly LogDescriptor[], void, undefined> {
  const end = Math.min(start + count, readableDescriptors(entry))
  const read = async (first: number, limit: number): Promise<DataView> => {
    const position = advance(region, entry.position, descriptorOffset(first))
    const length = Math.min(BATCH, limit - first) * DESCRIPTOR_SIZE
    const bytes = await readRing(source, region, position, length)
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }
  let dataSectors = 0
  for (let first = 0; first < Math.min(start, end); first += BATCH) {
    dataSectors += countData(await read(first, Math.min(start, end)))
  }
  for (let first = start; first < end; first += BATCH) {
    const view = await read(first, end)
    yield decodeBatch(view, first, dataSectors, region, entry)
    dataSectors += countData(view)
  }
}

function countData(view: DataView): number {
  let count = 0
  for (let at = 0; at < view.byteLength; at += DESCRIPTOR_SIZE) {
    if (view.getUint32(at, true) === DATA_DESCRIPTOR_WORD) count++
  }
  return count
}

/** Field by field: decoding through the tables makes two objects of each, and there may be millions. */
function decodeBatch(
  view: DataView,
  first: number,
  dataSectorsBefore: number,
  region: LogRegion,
  entry: Located,
): LogDescriptor[] {
  const place = (inEntry: number): number =>
    placeOf(region, advance(region, entry.position, inEntry))
  let sectorOffset =
    (descriptorSectors(entry.header.descriptorCount) + dataSectorsBefore) * LOG_SECTOR_SIZE
  const descriptors: LogDescriptor[] = []
  for (let offset = 0; offset < view.byteLength; offset += DESCRIPTOR_SIZE) {
    const index = first + offset / DESCRIPTOR_SIZE
    const at = place(descriptorOffset(index))
    const word = view.getUint32(offset, true)
    if (word !== DATA_DESCRIPTOR_WORD && word !== ZERO_WORD) {
      descriptors.push({ kind: 'unknown', index, at })
      continue
    }
    const fileOffset = view.getBigUint64(offset + FILE_OFFSET, true)
    const sequenceNumber = view.getBigUint64(offset + SEQUENCE_NUMBER, true)
    if (word === ZERO_WORD) {
      const zeroLength = view.getBigUint64(offset + ZERO_LENGTH, true)
      const reserved = view.getUint32(offset + RESERVED, true)
      descriptors.push({
        kind: 'zero',
        index,
        at,
        fileOffset,
        zeroLength,
        sequenceNumber,
        reserved,
      })
    } else {
      descriptors.push({
        kind: 'data',
        index,
        at,
        sectorAt: place(sectorOffset),
        fileOffset,
        leadingBytes: view.getBigUint64(offset + LEADING_BYTES, true),
        trailingBytes: view.getUint32(offset + TRAILING_BYTES, true),
        sequenceNumber,
      })
      sectorOffset += LOG_SECTOR_SIZE
    }
  }
  return descriptors
}
