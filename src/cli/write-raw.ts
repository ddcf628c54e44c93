/** A virtual disk written into a file, with holes where it is zero. */
import { type ByteRange, type ByteSink, endOf, type Run } from '../engine/bytes/byte-source.ts'
import { isZero } from '../engine/bytes/is-zero.ts'
import type { Layers } from '../engine/chain/map-chain.ts'
import { walkDisk } from '../engine/chain/walk-disk.ts'
import { KIB, MIB } from '../engine/format/layout.ts'

/** Read at once. */
const PIECE = 32 * MIB
/** A block of zeros of this size, and aligned to it, is not written. */
const HOLE = 64 * KIB

/** Writes `range` of the disk into `file`, which is empty. What cannot be read is a hole. */
export async function writeRaw(
  file: ByteSink,
  layers: Layers,
  range: ByteRange,
  run: Run,
): Promise<void> {
  for await (const extent of walkDisk(layers, range, run)) {
    const source = extent.from === 'file' ? layers[extent.layer]?.source : undefined
    if (extent.from !== 'file' || source === undefined) continue
    for (let at = 0; at < extent.length; at += PIECE) {
      run.signal?.throwIfAborted()
      const bytes = await source.read(extent.fileOffset + at, Math.min(PIECE, extent.length - at))
      const place = extent.offset + at - range.offset
      for (const { offset, length } of dataIn(bytes)) {
        await file.write(place + offset, bytes.subarray(offset, offset + length))
      }
    }
  }
  await file.resize(range.length)
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
