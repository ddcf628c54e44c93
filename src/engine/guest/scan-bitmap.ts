/** A bitmap that lies in pieces of a volume, read in windows: which of its units are free. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { MIB } from '../format/layout.ts'
import type { FreeRuns } from './free-runs.ts'

/** The longest that is read at once, in bytes. */
export const BITMAP_WINDOW = MIB

export interface BitmapPieces {
  /** In the order of the bitmap, inside of the volume. */
  readonly pieces: Iterable<ByteRange>
  /** How many bits are looked at. */
  readonly bits: number
}

/** Tells `runs` the units whose bits are 0. Progress in bits. */
export async function scanBitmap(
  volume: ByteSource,
  { pieces, bits }: BitmapPieces,
  runs: FreeRuns,
  run?: Run,
): Promise<void> {
  let bit = 0
  for (const { offset, length } of pieces) {
    for (let at = 0; at < length && bit < bits; at += BITMAP_WINDOW) {
      await takeTurn(run)
      const count = Math.min(BITMAP_WINDOW, length - at, Math.ceil((bits - bit) / 8))
      const units = Math.min(8 * count, bits - bit)
      runs.addZeroBits(await volume.read(offset + at, count), bit, units)
      bit += units
      run?.onProgress?.(bit, bits)
    }
  }
}
