/** A file with a given log, full of bytes that are not zero where the log writes. */
import fc from 'fast-check'
import { MemoryFile } from '../engine/bytes/memory-file.ts'
import { KIB } from '../engine/format/layout.ts'
import { dirtyLogs, TARGETS } from './random-log.ts'
import { sizesNear } from './random-size.ts'
import { putHeaders } from './small-image.ts'

const LOG_START = 256 * KIB
export const HEADERS_END = 192 * KIB
/** Where a log of the largest kind ends, which has to lie in the file. */
const LOG_END = LOG_START + 128 * KIB

const sizes = sizesNear(
  [...TARGETS.map(Number), 600 * KIB, 1024 * KIB].filter((place) => place > LOG_END),
  LOG_END,
  1024 * KIB,
)
/** Of the current header: in the middle, and so near to the end of 64 bits that it has to start again. */
const sequenceNumbers = fc.oneof(
  fc.constant(7n),
  fc.bigInt({ min: 2n ** 64n - 6n, max: 2n ** 64n - 1n }),
)

/**
 * Images with a log that can be replayed, which end anywhere behind the log, mostly in what it writes.
 * As functions, since a failure would show all of their bytes.
 */
export const dirtyImages: fc.Arbitrary<() => Promise<Uint8Array>> = fc
  .record({ log: dirtyLogs, size: sizes, sequenceNumber: sequenceNumbers })
  .map(
    ({ log, ...options }) =>
      () =>
        imageWithLog(log, options),
  )

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
