/** A virtual disk written into a file, with holes where it is zero. */
import {
  type ByteRange,
  type ByteSink,
  type Run,
  readInto,
} from '../../engine/bytes/byte-source.ts'
import type { HashStream } from '../../engine/bytes/hash/hash-stream.ts'
import { isZero } from '../../engine/bytes/is-zero.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { walkDisk } from '../../engine/disk/walk-disk.ts'
import { KIB, MIB } from '../../engine/format/layout.ts'

/**
 * Read at once, into the same memory: so much stays in the processor's cache until it is written, and
 * is given to the system without a thread between. Larger pieces take twice as long and more.
 */
export const PIECE = MIB
/** A block of zeros of this size, and aligned to it, is not written. */
const HOLE = 64 * KIB

interface RawPart {
  readonly layers: Layers
  readonly range: ByteRange
  /** Is given all of the range, in order, holes as zeros. */
  readonly hash: HashStream | undefined
}

/** Writes `range` of the disk into `file`, which is empty. What cannot be read is a hole. */
export async function writeRaw(
  file: ByteSink,
  { layers, range, hash }: RawPart,
  run: Run,
): Promise<void> {
  const memory = new Uint8Array(Math.min(PIECE, range.length))
  for await (const extent of walkDisk(layers, range, run)) {
    const source = extent.from === 'file' ? layers[extent.layer]?.source : undefined
    if (extent.from !== 'file' || source === undefined) {
      await hash?.addZeros(extent.length)
      continue
    }
    for (let at = 0; at < extent.length; at += PIECE) {
      run.signal?.throwIfAborted()
      const bytes = memory.subarray(0, Math.min(PIECE, extent.length - at))
      await readInto(source, extent.fileOffset + at, bytes)
      const place = extent.offset + at - range.offset
      await Promise.all([writeData(file, place, bytes), hash?.add(bytes)])
    }
  }
  await file.resize(range.length)
}

/** Writes what is not all zero in blocks of `HOLE`, and gives where in `bytes` that is. */
export async function writeData(
  file: ByteSink,
  place: number,
  bytes: Uint8Array,
): Promise<readonly ByteRange[]> {
  const runs = dataIn(bytes)
  for (const { offset, length } of runs) {
    await file.write(place + offset, bytes.subarray(offset, offset + length))
  }
  return runs
}

/** The runs of blocks that are not all zero. */
function dataIn(bytes: Uint8Array): readonly ByteRange[] {
  const runs: ByteRange[] = []
  for (let at = 0; at < bytes.length; at += HOLE) {
    const end = Math.min(at + HOLE, bytes.length)
    if (isZero(bytes, at, end)) continue
    const last = runs.at(-1)
    if (last !== undefined && endOf(last) === at) {
      runs[runs.length - 1] = { offset: last.offset, length: end - last.offset }
    } else runs.push({ offset: at, length: end - at })
  }
  return runs
}
