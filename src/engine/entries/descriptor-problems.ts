/** Why a descriptor is not to be trusted, in sentences: what it breaks by itself, and its data sector. */

import { position } from '../bytes/byte-source.ts'
import { formatBytes, formatHex } from '../bytes/format.ts'
import { overlaps } from '../bytes/ranges.ts'
import { fieldRange } from '../bytes/struct.ts'
import { FIRST_LOGGABLE_OFFSET, LOG_SECTOR_SIZE } from '../format/layout.ts'
import { DATA_SECTOR_SIGNATURE, dataSector } from '../format/log-entry.ts'
import { lengthWritten } from '../log/descriptor-target.ts'
import type { LogDescriptor, LogEntry, LogRegion } from '../log/log.ts'
import { fromHalves } from '../log/sequence-halves.ts'
import { wordText } from '../log/signatures.ts'

const SECTOR = BigInt(LOG_SECTOR_SIZE)

const { offset: SIGNATURE } = fieldRange(dataSector, 'signature', 0)
const { offset: HIGH } = fieldRange(dataSector, 'sequenceHigh', 0)
const { offset: LOW } = fieldRange(dataSector, 'sequenceLow', 0)

/** `sector` are the bytes of the data sector, where the entry has room for one. */
export function descriptorProblems(
  descriptor: LogDescriptor,
  entry: Pick<LogEntry, 'header' | 'length'>,
  region: LogRegion,
  sector: Uint8Array | undefined,
): readonly string[] {
  if (descriptor.kind === 'unknown') {
    return ['It begins with neither “desc” nor “zero”: it is no descriptor.']
  }
  const problems: string[] = []
  const { fileOffset, sequenceNumber } = descriptor
  const number = entry.header.sequenceNumber
  if (sequenceNumber !== number) {
    problems.push(`Its sequence number is ${sequenceNumber}; that of the entry is ${number}.`)
  }
  if (fileOffset % SECTOR !== 0n) {
    problems.push(`Its FileOffset ${formatHex(fileOffset)} is not a multiple of 4 KiB.`)
  }
  const length = lengthWritten(descriptor)
  if (descriptor.kind === 'zero' && length % SECTOR !== 0n) {
    problems.push(`Its ZeroLength ${length} is not a multiple of 4 KiB.`)
  }
  problems.push(...targetProblems(fileOffset, length, region))
  if (descriptor.kind === 'data') problems.push(...sectorProblems(sector, entry))
  return problems
}

function* targetProblems(
  fileOffset: bigint,
  size: bigint,
  region: LogRegion,
): Generator<string, void, undefined> {
  const [offset, end] = [position(fileOffset), position(fileOffset + size)]
  if (offset === undefined || end === undefined) {
    yield `It points to ${formatHex(fileOffset)}, beyond any file.`
    return
  }
  const range = { offset, length: end - offset }
  if (range.length === 0) return
  if (offset < FIRST_LOGGABLE_OFFSET) yield 'It points to the file identifier or the headers.'
  if (overlaps(range, region)) yield 'It points into the log itself.'
}

function* sectorProblems(
  sector: Uint8Array | undefined,
  { header, length }: Pick<LogEntry, 'header' | 'length'>,
): Generator<string, void, undefined> {
  if (sector === undefined) {
    yield length === header.entryLength
      ? `Its data sector would lie behind the end of the entry, which is ${formatBytes(length)} long.`
      : `EntryLength ${header.entryLength} is impossible, so its data sector cannot be found.`
    return
  }
  const view = new DataView(sector.buffer, sector.byteOffset, sector.length)
  const found = wordText(view.getUint32(SIGNATURE, true))
  if (found !== DATA_SECTOR_SIGNATURE) {
    yield `Its data sector begins with “${found}” instead of “data”: something else has been written there, or it was never written.`
    return
  }
  const stored = fromHalves({ high: view.getUint32(HIGH, true), low: view.getUint32(LOW, true) })
  if (stored !== header.sequenceNumber) {
    yield `Its data sector has sequence number ${stored} instead of ${header.sequenceNumber}: a torn or missing write.`
  }
}
