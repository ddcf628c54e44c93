/** A file with a given log, full of bytes that are not zero where the log writes. */
import { MemoryFile } from '../engine/bytes/memory-file.ts'
import { KIB } from '../engine/format/layout.ts'
import { putHeaders } from './small-image.ts'

const LOG_START = 256 * KIB
export const HEADERS_END = 192 * KIB

export interface ImageWithLogOptions {
  /** Of the current header. */
  readonly sequenceNumber?: bigint
  /** Of the file, in bytes; some of the places that random logs write lie behind 600 KiB. */
  readonly size?: number
}

export async function imageWithLog(
  log: Uint8Array,
  { sequenceNumber = 7n, size = 600 * KIB }: ImageWithLogOptions = {},
): Promise<Uint8Array> {
  const file = new MemoryFile(new Uint8Array(size).fill(0xee, HEADERS_END))
  const region = { offset: LOG_START, length: log.length }
  await file.write(region.offset, log)
  await putHeaders(file, region, { sequenceNumber })
  return file.read(0, file.size)
}
