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

/** Entries mostly take few sectors and lie side by side: so one read serves many of them. */
export const READ_AHEAD = { blockSize: 64 * KIB, capacity: 4 }

/** How many are read at once. */
const BATCH = (64 * KIB) / DESCRIPTOR_SIZE

const { offset: FILE_OFFSET } = fieldRange(dataDescriptor, 'fileOffset', 0)
const { offset: SEQUENCE_NUMBER } = fieldRange(dataDescriptor, 'sequenceNumber', 0)
const { offset: LEADING_BYTES } = fieldRange(dataDescriptor, 'leadingBytes', 0)
const { offset: TRAILING_BYTES } = fieldRange(dataDescriptor, 'trailingBytes', 0)
const { offset: ZERO_LENGTH } = fieldRange(zeroDescriptor, 'zeroLength', 0)
const { offset: RESERVED } = fieldRange(zeroDescriptor, 'reserved', 0)

type Located = Pick<LogEntry, 'position' | 'length' | 'header'>

/** Descriptors [start, start + count) of an entry, as far as there are so many. */
interface Window {
  readonly start: number
  readonly count: number
}

const ALL: Window = { start: 0, count: Number.POSITIVE_INFINITY }

/** How many descriptors there are to read: DescriptorCount, but no more than fit into the entry. */
export const readableDescriptors = ({ header, length }: Located): number =>
  Math.min(header.descriptorCount, (length - descriptorOffset(0)) / DESCRIPTOR_SIZE)

/**
 * Those in the window, of any entry, valid or not. What comes before its start is read too, since it
 * says where the data sectors are.
 */
export async function readDescriptors(
  source: ByteSource,
  region: LogRegion,
  entry: Located,
  window: Window,
): Promise<readonly LogDescriptor[]> {
  const descriptors: LogDescriptor[] = []
  for await (const batch of descriptorBatches(source, region, entry, window)) {
    for (const descriptor of batch) descriptors.push(descriptor)
  }
  return descriptors
}

/** As `readDescriptors`, a batch at a time: an entry may have more than should be in memory at once. */
export async function* descriptorBatches(
  source: ByteSource,
  region: LogRegion,
  entry: Located,
  { start, count } = ALL,
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
    yield decodeBatch({ view, first, dataSectorsBefore: dataSectors }, region, entry)
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

interface Batch {
  readonly view: DataView
  /** Which descriptor of the entry the first one is. */
  readonly first: number
  /** How many descriptors before it have a data sector. */
  readonly dataSectorsBefore: number
}

/** Field by field: decoding through the tables makes two objects of each, and there may be millions. */
function decodeBatch(
  { view, first, dataSectorsBefore }: Batch,
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
        sectorAt: sectorOffset < entry.length ? place(sectorOffset) : undefined,
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
