/**
 * The log as a ring, §2.3. A position counts bytes from the start of the log and is below its
 * length; what reaches past the end goes on at the start.
 */
import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import type { LogRegion } from './log.ts'

/** The position `bytes` behind another one. Any number of bytes up to 2^52. */
export const advance = (region: LogRegion, position: number, bytes: number): number =>
  (position + bytes) % region.length

/** How many bytes it is forward from one position to another: less than the ring. */
export const distance = (region: LogRegion, from: number, to: number): number =>
  (to - from + region.length) % region.length

/** Where a position is in the file. */
export const placeOf = (region: LogRegion, position: number): number => region.offset + position

/**
 * Where `length` bytes of the ring are in the file: one range, or two where they wrap.
 * Throws a `RangeError` for more bytes than the ring has.
 */
export function ringRanges(
  region: LogRegion,
  position: number,
  length: number,
): readonly ByteRange[] {
  if (length > region.length) {
    throw new RangeError(`cannot take ${length} bytes of a log of ${region.length}`)
  }
  const toEnd = region.length - position
  const offset = placeOf(region, position)
  if (length <= toEnd) return [{ offset, length }]
  return [
    { offset, length: toEnd },
    { offset: region.offset, length: length - toEnd },
  ]
}

/** Reads any number of bytes up to the whole ring, across its end where need be. */
export async function readRing(
  source: ByteSource,
  region: LogRegion,
  position: number,
  length: number,
): Promise<Uint8Array> {
  const [first, second] = ringRanges(region, position, length)
  if (first === undefined) return new Uint8Array()
  if (second === undefined) return source.read(first.offset, first.length)
  const bytes = new Uint8Array(length)
  bytes.set(await source.read(first.offset, first.length))
  bytes.set(await source.read(second.offset, second.length), first.length)
  return bytes
}
